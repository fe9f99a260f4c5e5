"""Invented pages in other languages than English for measuring suggestions, made for this project.

Of German and French the weights are fitted on some; the other languages are only reported on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_GERMAN = (
    """Sehr geehrter Herr Regierungsrat! Auf Ihr Schreiben vom 14. März beehre ich mich mitzuteilen, daß die
Bauarbeiten an der Eisenbahnbrücke bei Altenwerda nach den Überschwemmungen des vergangenen Winters erst am 3.
Mai wieder aufgenommen werden konnten. Zwei Pfeiler hatten sich gesenkt, und der Bauunternehmer Großkopf
verlangte für die Ausbesserung einen Zuschlag von 12 500 Mark, den die Kreisverwaltung nicht ohne weiteres
bewilligen wollte. Nach längeren Verhandlungen einigte man sich auf die Hälfte dieser Summe. Die Steine werden
jetzt aus dem Bruch bei Hohenstein geliefert, da sich der dortige Sandstein als fester erwiesen hat. Ich hoffe,
Ihnen bis zum Herbst die Fertigstellung melden zu können, sofern die Witterung günstig bleibt und die Arbeiter
nicht wieder zur Ernte abgerufen werden. Mit vorzüglicher Hochachtung, Ihr ergebener Friedrich Kühnemann,
Baumeister.""",
    """Liebe Mutter, gestern abend sind wir endlich hier angekommen, müde und ziemlich hungrig, aber alle gesund. Die
Fahrt dauerte siebzehn Stunden, weil der Zug vor jeder größeren Stadt auf den Gegenzug warten mußte. Die Kinder
haben die meiste Zeit geschlafen. In Nürnberg stieg ein alter Schulfreund von Ernst ein, der jetzt eine Apotheke
in Bamberg besitzt, und die beiden redeten bis Mitternacht über ihre Lehrer. Die Wohnung ist kleiner, als ich
gedacht hatte, doch die Küche hat ein Fenster zum Hof, und im Garten steht ein Apfelbaum. Die Wirtin, eine Frau
Söllner, brachte uns gleich heiße Suppe herauf und wollte kein Geld dafür nehmen. Schreib mir bitte bald, wie es
dem Vater geht, und ob ihr die Kartoffeln schon in den Keller gebracht habt. Den grünen Mantel habe ich leider
vergessen; er hängt wohl noch im Flur. Es grüßt und küßt dich deine Anna.""",
    """Protokoll der Sitzung des Gemeinderates vom 9. Oktober 1923, abends acht Uhr, im Saal des Gasthauses zum Weißen
Roß. Anwesend waren der Bürgermeister Haßler und elf Mitglieder; entschuldigt fehlten die Herren Dörfler und
Wagenknecht. Der Vorsitzende eröffnete die Sitzung und verlas die Niederschrift der letzten Versammlung, die
ohne Widerspruch genehmigt wurde. Zum ersten Punkt der Tagesordnung berichtete der Kassenwart, daß die Einnahmen
aus der Holzversteigerung infolge der Geldentwertung schon nach zwei Wochen kaum noch die Druckkosten der
Bekanntmachung deckten. Herr Zeidler beantragte, künftige Verkäufe nur gegen Roggen abzuschließen. Der Antrag
wurde mit acht gegen drei Stimmen angenommen. Sodann wurde beschlossen, das Dach des Schulhauses vor Eintritt
des Frostes ausbessern zu lassen und die Glocke, die seit dem Krieg gesprungen ist, vorläufig nicht zu ersetzen.
Schluß der Sitzung um halb elf Uhr.""",
    """Der Boden des oberen Tales besteht vorwiegend aus schwerem Lehm, der auf einer Schicht von Kies ruht und nach
jedem Regen tagelang unter Wasser steht. Von den vierzig Höfen, die wir im Laufe des Sommers besuchten, konnten
nur neun als gut bewirtschaftet bezeichnet werden. Auf den übrigen waren die Gräben verfallen, die Zäune
umgestürzt, und zwischen dem Getreide wuchsen die Disteln mannshoch. Die Pächter klagen, daß sie den Kalk nicht
bezahlen können und daß der Verwalter von einer Ermäßigung des Pachtzinses nichts hören wolle. Man muß jedoch
hinzufügen, daß die besten Wirtschaften denselben Zins entrichten wie die schlechtesten. Wo im Winter Schafe
gehalten werden, liegt der Ertrag der Gerste um ein Viertel höher. Die alte Gewohnheit, jedes fünfte Feld
brachliegen zu lassen, ist beinahe verschwunden. Wir empfehlen, noch vor dem Herbst 1911 in der Nähe der Mühle
ein Versuchsfeld anzulegen.""",
    """Als die Lampen angezündet waren, legte der Fremde seinen Hut auf den Tisch und setzte sich neben den Ofen.
Niemand sprach ein Wort. Der Wirt, der eben das Kleingeld gezählt hatte, schob die Schublade zurück und wischte
sich die Hände an der Schürze ab. Sie haben einen weiten Weg hinter sich, sagte er endlich, und einen schlechten
dazu. Der Fremde nickte. Er sei seit Tagesanbruch gegangen und habe auf der ganzen Heide keine lebende Seele
getroffen außer einem lahmen Hund und einer alten Frau, die Reisig sammelte. Bei diesen Worten sahen sich die
beiden Brüder am Fenster an. Jeder im Zimmer wußte, was man im vorigen Winter dort unter dem dritten Stein
gefunden hatte; doch es war nicht üblich, vor Fremden davon zu reden. Das Feuer war heruntergebrannt. Irgendwo
über ihren Köpfen öffnete sich eine Tür und schloß sich wieder ohne das leiseste Geräusch.""",
    """Geheim. An das Oberkommando der Armee. Erstens: Die Aufklärung vom 17. bestätigt, daß der Gegner die Dörfer
Sorau und Oberlinden geräumt hat und jetzt den Höhenrücken zwischen der Ziegelei und dem Wasserturm mit etwa
sechs Kompanien besetzt hält. Zweitens: Gefangene, die in der Nacht zum 18. eingebracht wurden, sagen aus, daß
die Verpflegung seit der Zerstörung der Bahnstrecke auf die Hälfte herabgesetzt sei und daß man ihnen Ablösung
für den 25. versprochen habe. Drittens: Die eigenen Verluste betragen 31 Tote, 112 Verwundete und 9 Vermißte,
darunter Leutnant Körber. Viertens: Luftbilder des Flußüberganges konnten wegen der niedrigen Wolkendecke bisher
nicht aufgenommen werden. Fünftens: Wenn die Geschütze der zweiten Batterie, die noch auf dem Güterbahnhof
stehen, nicht bis Freitag eintreffen, halte ich den Angriff für aussichtslos. Gezeichnet Brandt, Oberst.""",
    """Zwischen dem Kaufmann Johann Gottlieb Reuß und der Witwe Margarethe Schäfer, geborene Lindner, ist heute
folgender Vertrag geschlossen worden. Die Verkäuferin überläßt dem Käufer das in der Brunnengasse gelegene
Wohnhaus nebst Hof, Stallung und Scheune zum Preise von 4 350 Gulden, wovon ein Drittel sogleich bei der
Unterzeichnung, der Rest aber in drei gleichen Jahresraten zu entrichten ist. Bis zur vollständigen Bezahlung
behält sich die Verkäuferin das Recht vor, die beiden Stuben im Erdgeschoß ohne Miete zu bewohnen. Die auf dem
Grundstück lastende Schuld bei der Stiftung zum Heiligen Geist übernimmt der Käufer. Etwa vorhandene Mängel des
Gebäudes sind ihm bekannt, und er verzichtet ausdrücklich auf jede Entschädigung. So geschehen und in zwei
Ausfertigungen unterschrieben zu Weidenau am 11. November 1868 in Gegenwart der unterzeichneten Zeugen.""",
    """Die Sammlung gelangte in siebzehn Kisten in das Museum, von denen vier unterwegs geöffnet und nachlässig wieder
vernagelt worden waren. Das Verzeichnis des verstorbenen Professors Hallmann führt 1206 Gegenstände auf; bisher
konnten 1149 davon bestimmt werden. Unter den fehlenden Stücken befinden sich das kleine bronzene Pferd, das auf
Tafel 12 seines Werkes abgebildet ist, und die beiden beschrifteten Tafeln vom nördlichen Tor. Am meisten haben
die Tongefäße gelitten. Mehrere der größeren waren mit Schellack ausgebessert worden, der in der Hitze weich
wurde, so daß die Scherben verrutscht sind und neu zusammengesetzt werden müssen. Die Stoffe dagegen, die
Fräulein Eberhard selbst in Kampfer verpackt hatte, sind so frisch wie am Tage ihrer Entdeckung. Ich schlage
vor, ihnen einen Raum im Erdgeschoß zuzuweisen, wo die Temperatur gleichmäßiger ist, bis der neue Flügel bezogen
werden kann.""",
)

_FRENCH = (
    """Monsieur le Préfet, J'ai l'honneur de vous rendre compte que les travaux du pont de Saint-Aubin, interrompus par
les crues de l'hiver dernier, n'ont pu être repris que le 3 mai. Deux des piles s'étaient affaissées, et
l'entrepreneur demandait pour leur réparation un supplément de 12 500 francs que le conseil général refusait de
lui accorder. Après de longues discussions, on s'est arrêté à la moitié de cette somme. Les pierres viennent
maintenant de la carrière des Roches, dont le calcaire s'est montré plus solide que celui d'Hauteville. J'espère
pouvoir vous annoncer l'achèvement de l'ouvrage avant l'automne, pourvu que le temps reste favorable et que les
ouvriers ne soient pas rappelés aux champs pour la moisson. Veuillez agréer, Monsieur le Préfet, l'expression de
mon profond respect. L'ingénieur en chef, Étienne Marchand.""",
    """Ma chère maman, Nous sommes arrivés hier soir, fatigués et affamés, mais tous en bonne santé. Le voyage a duré
dix-sept heures, parce que le train s'arrêtait devant chaque ville pour laisser passer les convois militaires.
Les enfants ont dormi presque tout le temps. À Dijon, un ancien camarade de lycée d'Henri est monté dans notre
compartiment; il tient aujourd'hui une pharmacie à Beaune, et ils ont bavardé jusqu'à minuit de leurs
professeurs. L'appartement est plus petit que je ne l'avais cru, mais la cuisine donne sur la cour et il y a un
pommier dans le jardin. La propriétaire, une certaine madame Vasseur, nous a monté aussitôt de la soupe chaude
et n'a pas voulu qu'on la paie. Écris-moi vite comment va papa, et si vous avez déjà rentré les pommes de terre.
J'ai oublié mon manteau vert; il doit être encore accroché dans l'entrée. Je t'embrasse bien fort, Louise.""",
    """Procès-verbal de la séance du conseil municipal tenue le 9 octobre 1926, à huit heures du soir, dans la salle de
la mairie. Étaient présents: M. Lagarde, maire, et onze conseillers; MM. Perrault et Dubois s'étaient fait
excuser. Le procès-verbal de la dernière séance est lu et adopté sans observation. Le receveur expose que la
vente des coupes de bois n'a produit que 4 318 francs, soit 182 francs de moins que l'année précédente, à cause
de la baisse des prix. M. Fournier demande pourquoi la cloche de l'école, fêlée depuis la guerre, n'a pas encore
été remplacée. Il lui est répondu que le fondeur ne pourra pas la livrer avant la fin de novembre. M. Garnier
propose de réduire le droit de place au marché; la proposition, mise aux voix, est rejetée par sept voix contre
quatre. La séance est levée à dix heures et demie.""",
    """Le sol de la haute vallée est une argile lourde qui repose sur le gravier, et partout où l'on a négligé les
fossés il devient aigre en quelques saisons. Des quarante fermes que nous avons visitées, neuf seulement
méritaient d'être dites bien tenues. Dans les autres, les haies s'étaient étendues, les barrières étaient
brisées et les chardons montaient aussi haut que le blé. Les fermiers se plaignent de ne pouvoir acheter la
chaux et disent que le régisseur ne veut entendre parler d'aucune remise. Il faut pourtant ajouter que les
meilleures exploitations paient le même loyer que les plus mauvaises, et qu'elles ont dû lutter contre les mêmes
pluies. Là où l'on garde des moutons pendant l'hiver, le rendement de l'orge est plus élevé d'un quart.
L'ancienne coutume de laisser en jachère un champ sur cinq a presque disparu, et avec elle les perdrix. Nous
conseillons d'établir un champ d'essai près du moulin avant l'automne 1911.""",
    """Lorsque les lampes furent allumées, l'étranger posa son chapeau sur la table et s'assit près du feu. Personne ne
disait mot. L'aubergiste, qui comptait sa monnaie, repoussa le tiroir et s'essuya les mains à son tablier. Vous
venez de loin, dit-il enfin, et par un mauvais chemin. L'étranger répondit qu'il marchait depuis l'aube et qu'il
n'avait rencontré sur la lande âme qui vive, hormis un chien boiteux et une vieille femme qui ramassait du bois
mort. À ces mots les deux frères, assis près de la fenêtre, se regardèrent. Chacun savait dans cette salle ce
qu'on avait trouvé là-bas l'hiver précédent, sous la troisième pierre, et qui l'avait trouvé; mais on n'avait
pas coutume d'en parler devant les inconnus. Le feu baissait. Quelque part, au-dessus de leurs têtes, une porte
s'ouvrit et se referma sans bruit.""",
    """Secret. Au général commandant l'armée. Premièrement: la reconnaissance du 17 confirme que l'ennemi a évacué les
villages de Sorel et de Hautecourt et qu'il tient désormais, avec environ six compagnies, la crête située entre
la briqueterie et le château d'eau. Deuxièmement: des prisonniers faits dans la nuit du 18 déclarent que les
vivres ont été réduits de moitié depuis la destruction de la voie ferrée et qu'on leur a promis la relève pour
le 25. Troisièmement: nos pertes s'élèvent à 31 tués, 112 blessés et 9 disparus, parmi lesquels le lieutenant
Carvin. Quatrièmement: les photographies aériennes du passage de la rivière n'ont pu être prises à cause des
nuages bas. Cinquièmement: si les pièces de la deuxième batterie, restées en gare, ne m'arrivent pas avant
vendredi, je considère l'attaque comme sans espoir. Signé: colonel Brandt.""",
    """Par-devant nous, notaire royal soussigné, ont comparu le sieur Jean-Baptiste Renaud, marchand drapier, et dame
Marguerite Chevalier, veuve de feu Pierre Lenoir, lesquels sont convenus de ce qui suit. Ladite dame vend et
transporte audit sieur la maison qu'elle possède rue du Puits, avec la cour, l'écurie et la grange, moyennant la
somme de 4 350 livres, dont le tiers sera payé comptant et le surplus en trois termes égaux, d'année en année.
Jusqu'au parfait paiement, la venderesse se réserve le droit d'habiter sans loyer les deux chambres du
rez-de-chaussée. L'acheteur prend à sa charge la rente due à l'hôpital du Saint-Esprit. Il déclare connaître les
défauts du bâtiment et renonce à toute indemnité. Fait et passé en double à Vaucelles le 11 novembre 1768, en
présence des témoins, qui ont signé avec nous.""",
    """La collection est parvenue au musée dans dix-sept caisses, dont quatre avaient été ouvertes en route et
reclouées sans soin. Le catalogue dressé par feu le professeur Hallier compte 1206 objets; nous en avons reconnu
jusqu'ici 1149. Parmi les pièces qui manquent figurent le petit cheval de bronze, reproduit à la planche 12 de
son ouvrage, et les deux tablettes gravées de la porte du nord. Ce sont les poteries qui ont le plus souffert.
Plusieurs des grands vases avaient été réparés à la gomme laque, que la chaleur a ramollie, si bien que les
morceaux ont glissé et devront être rassemblés de nouveau. Les étoffes, au contraire, que mademoiselle Évrard
avait emballées elle-même dans le camphre, sont aussi fraîches qu'au jour de leur découverte. Je propose de leur
réserver une salle du rez-de-chaussée, où la température est plus égale, jusqu'à l'ouverture de la nouvelle
aile.""",
)

_SPANISH = (
    """Muy señor mío: En contestación a su carta del 14 de marzo tengo el honor de comunicarle que las obras del puente
de San Lorenzo, interrumpidas por las crecidas del invierno pasado, no pudieron reanudarse hasta el día 3 de
mayo. Dos de los pilares habían cedido, y el contratista pedía por la reparación 12.500 pesetas más, que la
diputación no quería concederle. Después de largas discusiones se llegó a un acuerdo por la mitad de aquella
suma. La piedra se trae ahora de la cantera de Peñalba, porque ha resultado más dura que la otra. Espero poder
anunciarle la conclusión de la obra antes del otoño, si el tiempo sigue siendo favorable y los obreros no
vuelven a marcharse a la siega. Quedo de usted atento y seguro servidor, Joaquín Ibáñez, ingeniero.""",
    """Querida madre: Llegamos anoche, cansados y con mucha hambre, pero todos bien de salud. El viaje duró diecisiete
horas, porque el tren se detenía delante de cada ciudad para dejar pasar a los soldados. Los niños durmieron
casi todo el tiempo. En Zaragoza subió un antiguo compañero de colegio de Enrique, que tiene ahora una farmacia
en Huesca, y los dos estuvieron hablando de sus maestros hasta la medianoche. La casa es más pequeña de lo que
yo creía, pero la cocina da al patio y en el jardín hay un manzano. La dueña, una tal doña Remedios, nos subió
en seguida sopa caliente y no quiso que se la pagáramos. Escríbeme pronto cómo está padre y si habéis recogido
ya las aceitunas. Olvidé el abrigo verde; estará todavía colgado en la entrada. Te abraza tu hija, Luisa.""",
    """Acta de la sesión celebrada por el ayuntamiento el 9 de octubre de 1926, a las ocho de la noche, en la casa
consistorial. Asistieron el señor alcalde, don Manuel Lagarde, y once concejales; faltaron, con excusa, los
señores Peral y Domínguez. Leída el acta de la sesión anterior, fue aprobada sin observación alguna. El
depositario expuso que la venta de la leña no había producido más que 4.318 pesetas, es decir, 182 menos que el
año anterior. El señor Herrero preguntó por qué no se había cambiado todavía la campana de la escuela, rota
desde la tormenta. Se le contestó que el fundidor no podía entregarla antes de fines de noviembre. Puesta a
votación la rebaja de los derechos del mercado, fue rechazada por siete votos contra cuatro. Se levantó la
sesión a las diez y media.""",
    """El suelo del valle alto es una arcilla pesada que descansa sobre la grava, y donde se han descuidado las
acequias se vuelve agrio en pocas estaciones. De las cuarenta fincas que visitamos, sólo nueve podían llamarse
bien cuidadas. En las demás los setos habían crecido, las cercas estaban rotas y los cardos llegaban a la altura
del trigo. Los arrendatarios se quejan de que no pueden comprar cal y de que el administrador no quiere oír
hablar de ninguna rebaja. Hay que añadir, sin embargo, que las mejores pagan la misma renta que las peores.
Donde se guardan ovejas durante el invierno, la cosecha de cebada es mayor en una cuarta parte. La antigua
costumbre de dejar en barbecho un campo de cada cinco casi ha desaparecido, y con ella las perdices. Aconsejamos
que se establezca un campo de ensayo cerca del molino.""",
)

_ITALIAN = (
    """Illustrissimo signor Prefetto, In risposta alla Sua lettera del 14 marzo ho l'onore di comunicarLe che i lavori
del ponte di San Lorenzo, interrotti dalle piene dello scorso inverno, non hanno potuto essere ripresi prima del
3 maggio. Due dei piloni avevano ceduto, e l'impresario chiedeva per la riparazione altre 12.500 lire, che la
provincia non voleva concedergli. Dopo lunghe discussioni ci si è accordati sulla metà di quella somma. Le
pietre vengono ora dalla cava di Montalto, perché si sono mostrate più dure delle altre. Spero di poterLe
annunciare il compimento dell'opera prima dell'autunno, purché il tempo rimanga favorevole e gli operai non
siano richiamati per la mietitura. Con profonda stima, l'ingegnere capo Giuseppe Bonfanti.""",
    """Cara mamma, Siamo arrivati ieri sera, stanchi e affamati, ma tutti in buona salute. Il viaggio è durato
diciassette ore, perché il treno si fermava davanti a ogni città per lasciar passare i soldati. I bambini hanno
dormito quasi sempre. A Bologna è salito un vecchio compagno di scuola di Enrico, che adesso ha una farmacia a
Ferrara, e i due hanno parlato dei loro professori fino a mezzanotte. La casa è più piccola di quanto credessi,
ma la cucina dà sul cortile e nel giardino c'è un melo. La padrona, una certa signora Rinaldi, ci ha portato
subito della minestra calda e non ha voluto essere pagata. Scrivimi presto come sta il babbo e se avete già
raccolto le olive. Ho dimenticato il cappotto verde; sarà ancora appeso nell'ingresso. Ti abbraccio forte, la
tua Luisa.""",
    """Verbale della seduta del consiglio comunale tenuta il 9 ottobre 1906, alle otto di sera, nella sala del
municipio. Erano presenti il sindaco, cavalier Lagardi, e undici consiglieri; avevano giustificato l'assenza i
signori Perotti e Dominici. Letto il verbale della seduta precedente, esso viene approvato senza osservazioni.
Il tesoriere espone che la vendita della legna non ha reso più di 4.318 lire, cioè 182 meno dell'anno scorso. Il
signor Ferri domanda perché non sia stata ancora sostituita la campana della scuola, che è rotta dal tempo del
terremoto. Gli si risponde che il fonditore non potrà consegnarla prima della fine di novembre. La proposta di
ridurre la tassa del mercato, messa ai voti, è respinta con sette voti contro quattro. La seduta è tolta alle
dieci e mezzo.""",
    """Quando furono accese le lampade, il forestiero posò il cappello sulla tavola e si sedette vicino al fuoco.
Nessuno parlava. L'oste, che stava contando gli spiccioli, richiuse il cassetto e si asciugò le mani nel
grembiule. Venite da lontano, disse finalmente, e per una brutta strada. Il forestiero rispose che camminava
dall'alba e che su tutta la brughiera non aveva incontrato anima viva, tranne un cane zoppo e una vecchia che
raccoglieva rami secchi. A queste parole i due fratelli, seduti accanto alla finestra, si guardarono. Ognuno in
quella stanza sapeva che cosa si era trovato laggiù l'inverno prima, sotto la terza pietra; ma non si usava
parlarne davanti agli sconosciuti. Il fuoco si era abbassato. In qualche luogo, sopra le loro teste, una porta
si aprì e si richiuse senza rumore.""",
)

_DUTCH = (
    """Weledelgeboren heer, In antwoord op uw schrijven van 14 maart heb ik de eer u mede te delen dat de werkzaamheden
aan de spoorbrug bij Oudewater, die door de overstromingen van de afgelopen winter waren onderbroken, eerst op 3
mei konden worden hervat. Twee pijlers waren verzakt, en de aannemer verlangde voor het herstel een toeslag van
12.500 gulden, die het provinciebestuur hem niet wilde toestaan. Na langdurige besprekingen is men het eens
geworden over de helft van dit bedrag. De stenen worden thans uit een andere groeve aangevoerd, omdat zij harder
zijn gebleken. Ik hoop u vóór de herfst de voltooiing te kunnen melden, mits het weer gunstig blijft en de
arbeiders niet opnieuw voor de oogst worden weggeroepen. Hoogachtend, uw dienstwillige dienaar Cornelis van der
Meulen, ingenieur.""",
    """Lieve moeder, Gisteravond zijn wij hier eindelijk aangekomen, moe en hongerig, maar allen gezond. De reis duurde
zeventien uur, omdat de trein voor elke grotere stad moest wachten. De kinderen hebben het grootste deel van de
tijd geslapen. In Zwolle stapte een oude schoolvriend van Hendrik in, die nu een apotheek in Groningen heeft, en
die twee praatten tot middernacht over hun leraren. De woning is kleiner dan ik gedacht had, maar de keuken ziet
uit op de binnenplaats en in de tuin staat een appelboom. De huisbazin, een zekere juffrouw Verhoef, bracht ons
dadelijk warme soep en wilde er geen geld voor hebben. Schrijf mij spoedig hoe het met vader gaat, en of jullie
de aardappelen al in de kelder hebben. De groene jas heb ik helaas vergeten; hij hangt zeker nog in de gang.
Veel liefs van je dochter Anna.""",
    """Notulen van de vergadering van de gemeenteraad, gehouden op 9 oktober 1926, des avonds te acht uur, in de zaal
van het raadhuis. Aanwezig waren de burgemeester en elf leden; de heren Dekker en Wagenaar hadden bericht van
verhindering gezonden. De notulen van de vorige vergadering worden gelezen en zonder opmerkingen goedgekeurd. De
penningmeester deelt mede dat de verkoop van hout niet meer dan 4.318 gulden heeft opgebracht, dat is 182 gulden
minder dan het jaar tevoren. De heer Smit vraagt waarom de klok van de school, die sinds de storm gebarsten is,
nog niet is vervangen. Hem wordt geantwoord dat de klokkengieter haar niet vóór het einde van november kan
leveren. Het voorstel om het marktgeld te verlagen wordt met zeven tegen vier stemmen verworpen. De vergadering
wordt om half elf gesloten.""",
    """Toen de lampen waren aangestoken, legde de vreemdeling zijn hoed op de tafel en ging naast de kachel zitten.
Niemand sprak een woord. De waard, die juist het kleingeld had geteld, schoof de lade terug en veegde zijn
handen af aan zijn schort. U hebt een lange weg achter u, zei hij eindelijk, en een slechte bovendien. De
vreemdeling knikte. Hij liep al sinds zonsopgang, zei hij, en op de hele heide had hij geen levende ziel ontmoet
behalve een kreupele hond en een oude vrouw die hout verzamelde. Bij die woorden keken de twee broers aan het
venster elkaar aan. Iedereen in de kamer wist wat men daar in de vorige winter onder de derde steen gevonden
had; maar het was niet de gewoonte om er in het bijzijn van vreemden over te praten. Ergens boven hun hoofden
ging een deur open, en weer dicht zonder enig geluid.""",
)

_PORTUGUESE = (
    """Excelentíssimo senhor, Em resposta à sua carta de 14 de março tenho a honra de comunicar que as obras da ponte
de São Lourenço, interrompidas pelas cheias do inverno passado, não puderam recomeçar antes do dia 3 de maio.
Dois dos pilares tinham cedido, e o empreiteiro pedia pela reparação mais 12.500 escudos, que a câmara não
queria conceder. Depois de longas discussões chegou-se a um acordo por metade daquela quantia. A pedra vem agora
de outra pedreira, porque se mostrou mais dura. Espero poder anunciar a conclusão da obra antes do outono, se o
tempo continuar favorável e os operários não voltarem para a ceifa. Com a mais alta consideração, o engenheiro
Joaquim Antunes.""",
    """Quando se acenderam as lâmpadas, o estrangeiro pousou o chapéu sobre a mesa e sentou-se perto do fogo. Ninguém
falava. O estalajadeiro, que estava a contar o dinheiro, fechou a gaveta e limpou as mãos ao avental. Vem de
muito longe, disse ele por fim, e por um mau caminho. O estrangeiro respondeu que andava desde a madrugada e que
em toda a charneca não tinha encontrado viva alma, a não ser um cão coxo e uma velha que apanhava lenha. A estas
palavras os dois irmãos, sentados junto da janela, olharam um para o outro. Todos naquela sala sabiam o que se
tinha encontrado lá no inverno anterior, debaixo da terceira pedra; mas não era costume falar disso diante de
desconhecidos. O lume tinha baixado. Em alguma parte, por cima das suas cabeças, uma porta abriu-se e tornou a
fechar-se sem ruído.""",
)

_LATIN = (
    """In nomine Domini amen. Notum sit omnibus tam praesentibus quam futuris praesentes litteras inspecturis quod ego
Henricus, miles de Valle Longa, de consensu uxoris meae Agnetis et filiorum meorum, vendidi et in perpetuum
tradidi abbati et conventui Sancti Martini duas partes decimae quam in parochia de Monte Alto habebam, cum
omnibus iuribus et pertinentiis suis, pro viginti quinque libris monetae currentis, quas me ab eisdem integre
recepisse confiteor. Promisi insuper pro me et heredibus meis quod contra hanc venditionem per me vel per alium
non veniam in futurum, sed eandem contra omnes fideliter defendam. In cuius rei testimonium sigillum meum
praesentibus litteris duxi apponendum. Actum anno Domini millesimo ducentesimo quadragesimo tertio, mense
Octobri.""",
    """Regio quae inter duos fluvios iacet fertilis quidem est, sed propter frequentes inundationes paucos habet
incolas. Oppida eius quinque numerantur, quorum maximum in colle situm muro antiquo cingitur et templum habet
columnis marmoreis ornatum. Agri in valle triticum, in montibus vinum et oleum ferunt; silvae autem, quae olim
totam fere provinciam tegebant, nunc caesae sunt, ita ut ligna navibus aliunde importari debeant. Incolae
hospitales sunt et laborum patientes, sed litium cupidi, nec facile inter se consentiunt. Veteres leges adhuc
servant, quarum una iubet ne quis agrum alienis vendat nisi vicinis prius oblatum. Hieme nives altae sunt et
viae clauduntur; aestate vero mercatores per montes transeunt et pelles ceramque emunt. De origine gentis nihil
certi traditur, quamquam multi eam ab oriente venisse putant.""",
    """Reverendissimo patri ac domino, domino episcopo, humilis servus eius Conradus salutem et debitam oboedientiam.
Litteras vestras quas mense Martio misistis cum gaudio accepi, et gratias ago quod de nostris necessitatibus
cogitare dignati estis. Ecclesia nostra, sicut iam audivistis, igne consumpta est in vigilia Sancti Laurentii,
nec quicquam servari potuit praeter libros paucos et calicem argenteum. Fratres interim in horreo divina
celebrant et frigus patienter ferunt. Lapides ad murum novum parati sunt, sed pecunia deest, et operarii sine
mercede laborare nolunt. Rogamus igitur ut nobis liceat per totam dioecesim elemosynas colligere usque ad festum
omnium sanctorum. De causa autem quae inter nos et canonicos vertitur nihil adhuc actum est, quia iudex
aegrotat. Valete in Domino et pro nobis orate.""",
)

PAGES: Mapping[str, Sequence[str]] = {
    "German": _GERMAN,
    "French": _FRENCH,
    "Spanish": _SPANISH,
    "Italian": _ITALIAN,
    "Dutch": _DUTCH,
    "Portuguese": _PORTUGUESE,
    "Latin": _LATIN,
}
"""By the English name of the language."""
