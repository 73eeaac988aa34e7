"""Sentences as news has them, in our own words, with what is said in each, by whom, and how many were harmed.

They were written, with their answers, before the reader was tried on any of them: it read 42 of 64 right at first
sight. Four of the answers went against docs/claims.md, and were put right; a third of the sentences tell acts that look
like statements, which it was known to be weak at.
"""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """A text and what it says."""

    #: The text.
    text: str
    #: Who says it, how, and what.
    said: tuple[tuple[str | None, str, str], ...] = ()
    #: What harm, the least, the most.
    harmed: tuple[tuple[str, int | None, int | None], ...] = ()


SAMPLES = (
    # What is told, and said by nobody.
    Sample("Peru repeats its appeal for a border commission of its own making."),
    Sample("The exhibition compares the two sieges of Vienna."),
    Sample("Kenya's marathon team repeats its victory of 1997."),
    Sample("The museum describes itself on its web page."),
    Sample("Iceland questions four fishermen over the sunken trawler."),
    Sample("Bulgaria lists 40 bonds on the Luxembourg exchange."),
    Sample("The observatory records a comet that was last seen in 1861."),
    Sample("Officials recall 3,000 buses with faulty brakes."),
    Sample("The central bank of Chile promises are cheap, and bread is not."),
    Sample("Denmark claims the gold medal in the team pursuit."),
    Sample("The ministry disclosed the budget of the coast guard."),
    Sample("Zambia expects a good harvest of maize."),
    Sample("The court in Lyon confirms the sentence of a former prefect."),
    Sample("A storm threatens the coast of Madagascar."),
    Sample("The strike threatens to close the port of Antwerp."),
    Sample("Nepal praises the climbers.", (("Nepal", "asserts", "the climbers"),)),
    # Statements, plain ones.
    Sample(
        "The governor of Oaxaca denies today that the police fired on teachers.",
        (("The governor of Oaxaca", "denies", "the police fired on teachers"),),
    ),
    Sample("Asked about the leak, the minister denied it.", (("the minister", "denies", "it"),)),
    Sample(
        "Finland's prime minister says the reactor will not be ready before 2009.",
        (("Finland's prime minister", "asserts", "the reactor will not be ready before 2009"),),
    ),
    Sample(
        "Fishermen in Goa complain that trawlers from Kerala empty their nets.",
        (("Fishermen in Goa", "asserts", "trawlers from Kerala empty their nets"),),
    ),
    Sample(
        "The Ethiopian airline disputes the finding that its pilots were tired.",
        (("The Ethiopian airline", "denies", "its pilots were tired"),),
    ),
    Sample(
        "Human rights lawyers in Manila accuse the mayor of keeping a list of addicts.",
        (("Human rights lawyers in Manila", "accuses", "the mayor of keeping a list of addicts"),),
    ),
    Sample(
        "Portugal and Spain blamed each other for the blackout.",
        (("Portugal and Spain", "accuses", "each other for the blackout"),),
    ),
    Sample(
        "The Archbishop of Kampala condemned the beating of two reporters.",
        (("The Archbishop of Kampala", "condemns", "the beating of two reporters"),),
    ),
    Sample(
        "Trade unions demand that Poland pay the miners their wages.",
        (("Trade unions", "demands", "Poland pay the miners their wages"),),
    ),
    Sample(
        "Residents urged the city of Izmir to repair the dam.",
        (("Residents", "demands", "the city of Izmir to repair the dam"),),
    ),
    Sample(
        "Seismologists warn that the volcano near Goma could erupt again.",
        (("Seismologists", "warns", "the volcano near Goma could erupt again"),),
    ),
    Sample(
        "The new president of Malawi pledged to return the land by 2031.",
        (("The new president of Malawi", "promises", "to return the land by 2031"),),
    ),
    Sample(
        "A faction of the Shining Path claimed responsibility for the mining camp raid.",
        (("A faction of the Shining Path", "claims_responsibility", "the mining camp raid"),),
    ),
    Sample(
        "Responsibility for the bomb was claimed by a Corsican group.",
        (("a Corsican group", "claims_responsibility", "the bomb"),),
    ),
    Sample(
        "Thailand's army confirmed that its helicopter had crossed the river.",
        (("Thailand's army", "confirms", "its helicopter had crossed the river"),),
    ),
    Sample(
        "According to the port authority of Santos, the crane had been inspected in May.",
        (("the port authority of Santos", "asserts", "the crane had been inspected in May"),),
    ),
    Sample(
        "The crane had been inspected in May, according to its owner.",
        (("its owner", "asserts", "The crane had been inspected in May"),),
    ),
    Sample("The bridge is said to have been mined.", ((None, "asserts", "The bridge … to have been mined"),)),
    Sample(
        "Swiss prosecutors said on Monday they had frozen accounts of the late dictator.",
        (("Swiss prosecutors", "asserts", "they had frozen accounts of the late dictator"),),
    ),
    Sample(
        "The Ukrainian grid operator told reporters that repairs would take a week.",
        (("The Ukrainian grid operator", "asserts", "repairs would take a week"),),
    ),
    Sample(
        "Vanuatu's envoy told delegates in Nairobi, Kenya, that the sea had taken two villages.",
        (("Vanuatu's envoy", "asserts", "the sea had taken two villages"),),
    ),
    Sample(
        "The inquiry found that no engineer had looked at the roof since 1988.",
        (("The inquiry", "asserts", "no engineer had looked at the roof since 1988"),),
    ),
    Sample(
        "It added that the roof was repaired after the fire.",
        (("It", "asserts", "the roof was repaired after the fire"),),
    ),
    Sample(
        "Jamaica's opposition leader called the curfew a disgrace.",
        (("Jamaica's opposition leader", "condemns", "the curfew a disgrace"),),
    ),
    Sample(
        "The envoy rejected Libya's claim that the convoy carried arms.",
        (
            ("The envoy", "denies", "the convoy carried arms"),
            ("Libya", "asserts", "the convoy carried arms"),
        ),
    ),
    # Quotations.
    Sample(
        '"We counted the trucks twice," said Maria Quispe, a customs clerk in Arica.',
        (("Maria Quispe, a customs clerk in Arica", "asserts", '"We counted the trucks twice,"'),),
    ),
    Sample(
        'The harbour pilot, Tomas Lund, joked, "The fog lifted when we sank," to laughter in the room.',
        (("The harbour pilot, Tomas Lund", "asserts", '"The fog lifted when we sank,"'),),
    ),
    Sample(
        'Singapore called the report "deeply misleading," adding that it had paid the crew.',
        (
            ("Singapore", "asserts", 'the report "deeply misleading,"'),
            ("Singapore", "asserts", "it had paid the crew"),
        ),
    ),
    Sample(
        '"Nobody asked us" Okello said. "We would have told them."',
        (("Okello", "asserts", '"Nobody asked us" … "We would have told them."'),),
    ),
    Sample(
        'But, said Ferreira, "a tax on salt has never been popular."',
        (("Ferreira", "asserts", '"a tax on salt has never been popular."'),),
    ),
    Sample(
        'Hundreds of nurses marched through Accra, chanting "Pay us now."',
        (("Hundreds of nurses", "asserts", '"Pay us now."'),),
    ),
    Sample(
        '"Will the dam hold?" Castro pressed. "Has anybody looked at it since April?"',
        (("Castro", "asserts", '"Will the dam hold?" … "Has anybody looked at it since April?"'),),
    ),
    Sample(
        "He's said the ferry was full when it left Zanzibar.",
        (("He", "asserts", "the ferry was full when it left Zanzibar"),),
    ),
    # How many were harmed.
    Sample("A landslide in Nepal buries a bus, killing 27 pilgrims.", harmed=(("killed", 27, 27),)),
    Sample(
        "At least 14 miners die and more than 30 are missing after a blast in Shanxi.",
        harmed=(("killed", 14, None), ("missing", 31, None)),
    ),
    Sample("The ferry had room for 300 passengers and carried 512."),
    Sample("Nearly 200 villagers fled their homes in Mindanao.", harmed=(("displaced", None, 200),)),
    Sample(
        "Typhoon Koppu kills 58 and leaves 100,000 homeless.",
        harmed=(("killed", 58, 58), ("displaced", 100_000, 100_000)),
    ),
    Sample("Between 40 and 60 students were abducted from a school in Zamfara.", harmed=(("abducted", 40, 60),)),
    Sample(
        "Police in Quito arrest eleven men, two of them soldiers.",
        harmed=(("detained", 11, 11), ("detained", 2, 2)),
    ),
    Sample("No deaths were reported after the tremor in Izmit.", harmed=(("killed", 0, 0),)),
    Sample("The cholera outbreak in Haiti has infected over 7,000 people.", harmed=(("infected", 7001, None),)),
    Sample(
        "The toll of the train crash in Odisha climbed to 288, with 1,100 hurt.",
        harmed=(("killed", 288, 288), ("injured", 1100, 1100)),
    ),
    Sample(
        "Seventeen people, among them five children, drowned off Lesbos.", harmed=(("killed", 17, 17), ("killed", 5, 5))
    ),
    Sample("Stray dogs killed 31 sheep near Bergen."),
    Sample("The novelist Chinua Achebe dies in Boston at 82.", harmed=(("killed", 1, 1),)),
    Sample(
        "The Red Crescent says 12 volunteers were wounded and one was killed.",
        (("The Red Crescent", "asserts", "12 volunteers were wounded and one was killed"),),
        (("injured", 12, 12), ("killed", 1, 1)),
    ),
    Sample(
        "Rebels deny killing 19 farmers in Cauca.",
        (("Rebels", "denies", "killing 19 farmers in Cauca"),),
        (("killed", 19, 19),),
    ),
)
