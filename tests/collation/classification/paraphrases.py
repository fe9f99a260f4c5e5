"""Invented cables and their paraphrases, as a code room made them so that the cipher could not be read from the text.

No real document. Each has slips of an engine, which stand in words that have a partner in the other text, and what only
one of the texts says: numbers, dates, sums, names and negations.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """`slips` are (word, misread) of the paraphrase; `ours` is told by the paraphrase only, `theirs` by the cable."""

    name: str
    cable: str
    paraphrase: str
    slips: tuple[tuple[str, str], ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def misread(self) -> str:
        text = self.paraphrase
        for word, misread in self.slips:
            assert text.count(word) == 1, word
            text = text.replace(word, misread)
        return text


PARAPHRASES = (
    Paraphrase(
        "fisheries",
        "I called on the Acting Foreign Minister at noon and left with him the aide-memoire on the northern "
        "fisheries. He read it through twice, remarked that the figure of 12,000 tons was new to him, and asked "
        "whether my Government had consulted the Norwegians. I replied that Mr. Tollefsen had been kept informed "
        "since the 4th of March and had raised no objection. The Acting Minister then said, choosing his words, "
        "that the licences would not be renewed for vessels which had fished inside the limit last winter, and "
        "that he could make no promise for the others until the Council met at the end of the month. In leaving I "
        "gained the impression that the matter had already been settled against us, probably on the advice of the "
        "Ministry of Marine.",
        "At midday the Ambassador saw the Acting Foreign Minister and handed over our memorandum about fishing in "
        "the north. Having gone over it two times, the latter observed that he had never heard of 12,000 tons "
        "before, and wished to know if there had been consultation with Norway. He was informed that Tollefsen "
        "knew everything from March on and did not object. After some reflection the Acting Minister stated that "
        "no renewal of licences was to be expected by ships found within the limit during the past winter; as "
        "regards the remainder, nothing could be promised before the Council's meeting on March 29. When he left, "
        "the Ambassador felt that this question was decided already, and to our disadvantage, most likely because "
        "the Ministry of Marine had so advised.",
        (("licences", "licenccs"), ("Council's", "Councii's"), ("Tollefsen", "Tollcfsen")),
        ("norway", "29", "two"),
        ("norwegians", "4th"),
    ),
    Paraphrase(
        "railway",
        "The Director of Railways informed me in confidence yesterday that forty-two locomotives ordered in Lille "
        "will be delivered before the first of June instead of in the autumn. He attributes the change to pressure "
        "from General Sarrat, who visited the works in February and was shocked to find only nine engines under "
        "construction. The cost, which was given to the Chamber as 86 million francs, has risen to 97 million, and "
        "the difference will be met from the fund for secondary roads without any further vote. The Director "
        "asked that his name be not mentioned. He added that the bridges between Vernay and the frontier cannot "
        "carry the new engines, and that nobody at the Ministry seems to have noticed this.",
        "We learn confidentially from the head of the Railways that 42 engines under order at Lille are to arrive "
        "by June 1, not in autumn as planned. In his opinion this is due to General Sarrat's insistence; when the "
        "General inspected the factory during February he was dismayed that no more than nine were being built. "
        "Costs, reported to the Chamber at 86 million francs, now reach 97 million, the balance coming out of "
        "money for minor roads, so that Parliament need not vote again. Our informant does not wish to be named. "
        "He further remarked that between Vernay and the border none of the bridges is strong enough for these "
        "locomotives, a fact which has apparently escaped the Ministry.",
        (("bridges", "hridges"), ("million francs", "rnillion francs"), ("Vernay", "Vemay")),
        ("42", "none"),
        ("forty-two", "nobody", "cannot"),
    ),
    Paraphrase(
        "consulate",
        "Consul reports from Adrasan that on the night of September 17 a crowd of about three hundred persons "
        "gathered before the Consulate, shouted for an hour and broke eleven windows. The police were present from "
        "the beginning but did not interfere. At two in the morning Lieutenant Kerim arrived with a half company "
        "of infantry, and the street was cleared without a shot. No member of the staff was hurt. The Governor "
        "called next day to express his regret and offered to pay 600 pounds for the damage; Consul accepted the "
        "visit but declined the money pending instructions. He believes that the demonstration was arranged by the "
        "newspaper Istikbal, whose editor had been refused a visa in August. I recommend that we demand the "
        "dismissal of the chief of police and say nothing about compensation until that is done.",
        "According to the Consul at Adrasan, some 300 people came together in front of the Consulate during the "
        "night of September 17, made a great noise for about an hour, and smashed eleven of its windows. Although "
        "policemen stood by the whole time, they took no action. Only when Lieutenant Kerim appeared with fifty "
        "infantrymen, towards two o'clock, was the street emptied, and no firing took place. None of our people "
        "suffered injury. On the following day the Governor paid a visit of apology, proposing compensation of 600 "
        "pounds; while receiving him, the Consul would not take payment before he had been instructed. It is his "
        "belief that Istikbal, a newspaper whose editor we denied a visa during August, was behind the affair. My "
        "advice would be to insist that the police chief be dismissed and to leave compensation aside until then.",
        (("Governor", "Govemor"), ("editor", "cditor"), ("street", "strcet")),
        ("fifty", "none", "300"),
        ("three", "nothing"),
    ),
    Paraphrase(
        "loan",
        "Minister of Finance tells me that the negotiations for the loan have reached a deadlock. The bankers "
        "insist on 7 1/2 per cent and on the customs of the two southern ports as security; he is prepared to go "
        "to 6 per cent but will in no circumstances pledge the customs, which his predecessor Dr. Halvard had "
        "publicly called the last property of the nation. If no agreement is reached by Friday he will turn to the "
        "Swiss. I asked whether the amount remained at 40 million dollars. He said that it did, but that 15 "
        "million would be enough to carry the Government over the harvest, and that he would rather have a small "
        "loan in May than a large one in October. Please let me know urgently whether the Department sees any "
        "objection to my saying that we take no part.",
        "The Finance Minister says that talks about the loan are at a standstill. A rate of 7 1/2 per cent is "
        "demanded by the bankers, together with security in the customs of both ports in the south; he for his "
        "part might agree to 6, yet nothing could induce him to give the customs in pledge, since Dr. Halvard, who "
        "held the office before him, described these before the public as all that the nation still owned. "
        "Failing an understanding by Friday, he intends to apply to Zurich. As to the amount, he confirmed that 40 "
        "million dollars was still the figure, though with 15 million the Government could manage until the "
        "harvest, and a modest sum in May would suit him better than more in October. I request early word if the "
        "Department objects to a statement by me that we are not concerned.",
        (("customs of both", "custorns of both"), ("bankers", "hankers"), ("Department", "Depariment")),
        ("zurich", "nothing"),
        ("two",),
    ),
    Paraphrase(
        "convoy",
        "Convoy of 23 ships left the roads at 0430 on the 9th under escort of four destroyers and the cruiser "
        "Antares. Two vessels, the Mary Coulter and a Greek tanker whose name was not learned, stayed behind with "
        "engine trouble and will not sail before Thursday. Our observer counted 61 aircraft on the decks of the "
        "last five ships. The pilots were told that the destination was Port Sulla, but the coal and water taken "
        "on would last for not more than six days, which makes this doubtful. Captain Ferrand, with whom I dined, "
        "professed to know nothing, and spoke at length of his garden. He let fall, however, that no leave had "
        "been granted to any officer of the squadron since January 20, and that the boom would be closed to all "
        "traffic from midnight on Sunday.",
        "At 0430 on the 9th 23 ships in convoy put to sea, escorted by the cruiser Antares with four destroyers. "
        "The Mary Coulter remained, as did a tanker under the Greek flag which we could not identify, both because "
        "of defective engines; neither can depart until Thursday. On the five ships at the rear 61 planes were "
        "seen on deck by the man we sent. While pilots had been given Port Sulla as destination, supplies of water "
        "and coal were sufficient only for six days, and hence one may doubt it. Over dinner Captain Ferrand "
        "claimed complete ignorance and preferred to talk about gardening. Nevertheless it slipped out that since "
        "January 20 the squadron's officers have been without leave, and also that after midnight on Sunday "
        "nothing may pass the boom.",
        (("destroyers", "destroyors"), ("squadron's", "squadrou's"), ("destination", "destinatiou")),
        ("neither", "without"),
        ("two", "not", "no"),
    ),
    Paraphrase(
        "mission",
        "The British Mission has been told that its stay is limited to ninety days and that its members may not "
        "travel beyond the ring of the old forts. Colonel Ashdown protested to Marshal Orlik on Wednesday. The "
        "Marshal answered that in 1919 a mission had come for three weeks and stayed for two years, and that he "
        "did not propose to make the same mistake again. Wireless traffic is permitted between 6 and 8 in the "
        "evening only, in plain language, and the sum of 2,500 crowns is asked for each transmission. Ashdown has "
        "referred the matter to London and has meanwhile stopped transmitting altogether. I think it likely that "
        "the same conditions would be put to us, and I therefore suggest that Major Weld's departure be put off "
        "until the reply from London is known.",
        "Ninety days have been fixed as the limit for the British Mission, whose members are forbidden to go "
        "outside the circle of old forts. When on Wednesday Colonel Ashdown lodged a protest, Marshal Orlik "
        "reminded him of the mission which in 1919 arrived for three weeks but remained two years, an error that "
        "he would not commit a second time. Only from 6 to 8 p.m. may messages be sent by wireless, never in "
        "cipher, and on payment of 2,500 crowns for every one. London has been asked by Ashdown to decide; until "
        "it does, his station is silent. As we should in all probability meet with identical terms, my suggestion "
        "is that Major Weld does not set out before London's answer has become known.",
        (("Mission, whose", "Missiou, whose"), ("2,500 crowns", "2,800 crowns"), ("Marshal Orlik", "Marshai Orlik")),
        ("never", "second", "london's"),
        (),
    ),
    Paraphrase(
        "grain",
        "Since my telegram of November 3 the position has grown worse. The mills at Harsova closed on Monday for "
        "want of wheat, and bread is sold at 14 lei the kilo where it was 9 a month ago. Minister of Agriculture "
        "Petrescu admits that the harvest figures given to the Commission were too high by at least a fifth. He "
        "denies that grain was exported after the decree, but the port captain showed me papers for the steamer "
        "Lydia, which cleared on October 26 with 3,100 tons for Trieste. There were disorders in two suburbs last "
        "night and one gendarme was killed. The Government has not yet asked for help and will, I am told, not do "
        "so before the elections. I have advised our relief committee to keep its stock of flour where it is and "
        "to make no announcement.",
        "Matters have deteriorated after November 3, when I last telegraphed. For lack of wheat the Harsova mills "
        "have been shut down from Monday, while the price of bread, 9 lei per kilo four weeks ago, stands at 14. "
        "It is conceded by Petrescu, the Minister of Agriculture, that what the Commission was told about the "
        "harvest exceeded the truth by one fifth or more. Export of grain subsequent to the decree he disputes; I "
        "have however seen, in the hands of the captain of the port, documents according to which the Lydia sailed "
        "to Trieste on October 26 carrying 3,100 tons. During the night rioting broke out in two of the suburbs "
        "and cost a gendarme his life. No request for assistance has come from the Government, nor is any likely "
        "until elections are over. The relief committee was counselled by me not to move its flour or announce "
        "anything.",
        (("mills", "miils"), ("Trieste", "Triesle"), ("committee", "cornmittee")),
        ("four", "nor"),
        (),
    ),
)
