"""Invented English pages for measuring suggestions: cables, letters, minutes, reports, tales, made for this project."""

from __future__ import annotations

PAGES = (
    """The Minister received me this morning at half past ten and kept me for nearly an hour. He began by saying
that his Government had studied our note of March 14 with great care, and that it could accept the first three
paragraphs without change. As to the fourth, he feared that the wording would give offence in the northern
provinces, where the settlement of 1931 has never been forgotten. I replied that I was not authorized to alter
the text, but that I should report his remarks to Washington the same evening. He then asked whether the 2,500
tons of wheat promised in January could be shipped before the thaw. I told him that two vessels, the Eleanor
Marsh and the Corinth, were loading at Halvern and were expected to sail on the 22nd. He seemed relieved, and
spoke more freely after that of the difficulties which General Ostrander is making for the Cabinet. In his
opinion the general will resign before the summer, though nobody dares to say so openly.""",
    """My dear Clara, Your letter of the ninth came only yesterday, having gone first to Wexcombe and then to
the old house, where Mrs. Tilling kept it behind the clock for a week. We are all well here except father, whose
cough is no better for the damp. The lower meadow has been under water since Tuesday and the bridge by the mill
is gone, so that the children must walk round by Sutter's farm to reach the school, which takes them above an
hour. Robert has bought the grey mare after all, for eleven pounds, and thinks himself very clever. I would have
waited. You ask about the piano. It was sold with the rest on the 3rd of April, and fetched less than the
carpet. I am sorry, but there was nothing else to be done, and I did not know that you still wanted it. Please
write soon, and tell us whether you will be coming for Whitsun or not.""",
    """Minutes of the meeting of the Harbour Board held at the Town Hall on Thursday, 6 October 1927, at 7.30 in
the evening. Present: Mr. Aldous Perrin in the chair, Captain Loy, Messrs. Dunning, Faraday, Whitlock and Speke,
and the Clerk. The minutes of the previous meeting were read and confirmed. The Clerk reported that the dredging
of the eastern channel had been completed at a cost of 4,318 pounds, being 182 pounds less than the estimate.
Mr. Whitlock asked why the buoys had not been replaced, and was informed that the makers could not deliver them
before the end of November. Captain Loy moved, and Mr. Dunning seconded, that the dues on coal be reduced from
ninepence to sevenpence a ton. After some discussion the motion was put and lost by four votes to two. The
letter of the Coastguard concerning the lamp on the north pier was referred to the Works Committee, which was
asked to report to the next meeting without fail.""",
    """The soil of the upper valley is a heavy clay, resting on gravel, and wherever the drains have been
neglected it turns sour within a few seasons. Of the forty-six holdings visited, only nineteen could be
described as well kept. On the others hedges had been allowed to spread, gates were broken, and thistles stood
as high as the wheat. The tenants complain that they cannot afford lime, which costs 38 shillings a load at
Barrow siding, and that the agent will not hear of any abatement. It must be said, however, that the best farms
pay the same rent as the worst, and that their owners had the same weather to contend with. We observed that
where the farmer keeps sheep through the winter the yield of barley is greater by a quarter. The old practice of
leaving one field in five fallow has almost disappeared, and with it the partridges. We recommend that a
demonstration plot be laid out near Thornley before the autumn of 1912.""",
    """When the lamps were lit the stranger took off his coat and hung it over the back of the chair nearest to
the fire. Nobody spoke. The landlord, who had been counting the silver, put the drawer back under the counter
and wiped his hands. You have come a long way, sir, he said at last, and over a bad road. The stranger answered
that he had walked from Penmor since daybreak, and that he had met no living creature on the moor except a lame
dog and a woman gathering sticks. At the name of the moor the two brothers by the window looked at each other.
It was known to everyone in that room what had been found there in the winter, beneath the third stone, and by
whom; but it was not the custom to talk of it before strangers. The fire had burned low. Somewhere above their
heads a door opened, and closed again without a sound.""",
    """Secret. Following for the Chief of Staff from Colonel Brandt. One. Reconnaissance of the 17th confirms
that the enemy has withdrawn from the villages of Sorel and Upper Matching and now holds the ridge between Hill
204 and the brickworks with about six companies. Two. Prisoners taken on the night of 18 May state that rations
have been cut by half since the railway was destroyed, and that they were told to expect relief on or about the
25th. Three. Our own losses were 31 killed, 112 wounded and 9 missing, among them Lieutenant Carver. Four. I
have asked the Air Force for photographs of the crossing at Dunmere, but low cloud has prevented flying for
three days. Five. Unless the guns of the second battery, which are still at Port Ellis, reach me by Friday, I do
not consider that the attack can be carried out with any prospect of success.""",
    """Sir, I have the honour to acknowledge the receipt of your communication of the 11th instant, enclosing a
petition from the inhabitants of the parish of Saint Orme, and to state in reply that the Commissioners have
given the matter their most careful attention. They are unable to agree that the closing of the footpath along
the canal has caused any serious inconvenience, since the new road runs parallel to it at a distance of less
than two hundred yards. They are nevertheless prepared to consider the erection of a gate, the cost of which,
estimated at 17 pounds, would have to be borne by the petitioners. With regard to the lighting of the wharf, I
am to point out that this duty was transferred to the Borough Council under section 9 of the Act of 1894. I am,
Sir, your obedient servant, Horace Templeman, Secretary.""",
    """Whereas the parties to this agreement desire to promote the free movement of goods between their
respective territories, and being convinced that the removal of certain duties would be to the advantage of
both, they have agreed upon the following articles. Article 1. From the first day of July next no duty shall be
levied upon salted fish, timber in the log, or unbleached linen, the growth or manufacture of either country.
Article 2. Vessels of one party entering the ports of the other shall pay no higher dues than those paid by
national vessels, whatever their cargo. Article 3. A commission of five members, two named by each Government
and the fifth chosen by the other four, shall meet at Lauenfels at least once in every year. Article 4. The
present agreement shall remain in force for ten years, and thereafter until either party has given notice of its
intention to terminate it, which notice shall not be shorter than twelve months.""",
    """I was born in the year of the great frost, the seventh child of a sailmaker in Quay Street, and was put
to work as soon as I could hold a needle. My mother could read, which was unusual in our street, and she taught
me my letters from an almanac that had lost its cover. When I was twelve the yard failed and my father went to
sea as a carpenter in the brig Amity. We had one letter from him, dated at Madeira, and then no other. The
owners told us in the spring that she had been spoken off the Cape in October and had not been seen since. My
eldest brother said that we should go to our uncle in Leaming, but my mother would not leave the house,
believing always that he might come back and find the door locked against him. She lived there for thirty-one
years more, and kept his tools oiled.""",
    """The President opened the discussion by observing that the proposal before the committee differed in two
respects from the one which had been rejected in February. First, the loan would be guaranteed by the central
bank alone and not by the cities. Second, repayment would begin in 1952 instead of 1950. Dr. Lindqvist welcomed
these changes but doubted whether they went far enough. He quoted figures to show that the deficit had risen
from 61 million crowns in 1946 to 94 million in 1948, and that nearly a third of this increase was due to the
price of fuel. Mrs. Okafor said that the figures were correct as far as they went, but that they left out the
receipts from the ferry. Mr. Baines proposed an adjournment. The proposal was put to the vote and carried by
eight to five, with two members abstaining, and the committee rose at 12.45.""",
    """The collection came to the museum in seventeen cases, of which four had been opened on the way and
carelessly nailed down again. The catalogue prepared by the late Professor Hallam lists 1,206 objects; we have
so far identified 1,149. Among those missing are the small bronze horse, figured on plate 12 of his monograph,
and both of the inscribed tablets from the northern gate. The pottery has suffered most. Several of the larger
vessels had been mended with shellac, which softened in the heat, so that the fragments have slipped and must be
taken apart and joined anew. The textiles, on the other hand, packed in camphor by Miss Everard herself, are as
fresh as on the day when they were found. I would propose that a room on the ground floor, where the temperature
is more even, be set aside for them until the new wing is ready in 1938.""",
    """Dear Mr. Ferris, I should have written before now to thank you for the proofs of the second volume, which
reached me safely on Saturday. I have gone through the first nine chapters and return them herewith. You will
see that the printer has again confused the two Fredericks, and that on page 214 a whole line has been dropped
between the words council and therefore. The index is much improved, although I still think that places and
persons ought to be kept separate. As for the map, I must beg you to have it drawn once more. The river is shown
flowing through Castle Derrin, whereas it passes at least four miles to the south, and the scale is plainly
wrong. I shall be in London from the 5th to the 19th and could call at your office on any afternoon that is
convenient to you. Believe me, yours very sincerely, Margaret Haldane.""",
)
