"""Words by language that may change a sentence's meaning: negations, reporting verbs, hedges, conjunctions.

The lists guard omissions and err on the long side: a word too many costs a curator a second passage, a word
too few costs readers the truth. Case and accents do not matter; `fail*` is every word that begins so.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The word lists of one language, separated by spaces."""

    scripts: tuple[str, ...]
    """The first words of the Unicode names of its letters."""
    particles: str
    """Plain negations of adjacent words."""
    negation: str
    """All other words that deny, refuse or exclude."""
    speech: str
    hedge: str
    clause: str
    spaced: bool = True
    """False if the language is written without spaces; the lists are then searched for anywhere in a text."""
    names: bool = True
    """Whether a capital inside a sentence begins a name."""
    pronouns: str = ""
    """Words that refer to somebody or something in the sentence before."""
    drops_subjects: bool = False
    """Whether a sentence can be about the subject of the one before without such a word: "Fue arrestado"."""
    plain: str = ""
    """Harmless words of this language that are in the lists of another."""
    denial: str = ""
    """Words that deny the rest of their sentence, anywhere in it."""
    condition: str = ""
    """Words that make the rest of their sentence depend on something."""
    that: str = ""
    """Words that begin what somebody believes, says or denies: a negation before them is about it."""
    dates: str = ""
    """Weekdays and months, where they have capitals; they are not names."""


LANGUAGES: dict[str, Language] = {
    "en": Language(
        scripts=("LATIN",),
        particles="""
            not no never nor neither without cannot non none nobody nothing nowhere hardly scarcely barely
            dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt hasnt havent hadnt
            aint
        """,
        negation="""
            rarely seldom few little unlikely impossible unable fail* lack* deny denies denied denying
            denial refus* reject* oppos* against avoid* prevent* prohibit* ban bans banned banning forbid*
            forbade stop stops stopped stopping ceas* except* exclud* instead false* untrue wrong* mistake*
            mistaken* withdr* revers* cancel* absent absence minus block* veto* halt* end ends ended ending
            abandon* quit drop dropped drops anti acquit* cleared exonerat* incorrect* erroneous*
            insufficient* sham zero outlaw* disallow* curb* quash* postpon* illegal* immune exempt*
            ineligible scrapped dismiss* overturn*
        """,
        speech="""
            say says said saying tell tells told telling ask* answer* reply replies replied replying
            respond* stated stating claim* argu* assert* insist* maintain* contend* alleg* announce
            announces announced announcing declare declares declared declaring add adds added adding warn*
            caution* accus* blam* condemn* critici* prais* call calls called calling admit* conced* conclud*
            acknowledg* agree agrees agreed agreeing disagree* object objects objected objecting report*
            quot* cite cites cited citing write writes wrote writing written note notes noted noting remark*
            comment* describ* explain* believ* think* thought hope hopes hoped hoping fear* expect* predict*
            suggest* propos* urg* demand* request* promis* pledg* vow* threat* swear swears swore joke*
            quip* mock* speak* spoke* talk* voic* according opinion* view views viewed know knows knew known
            feel feels felt consider* regard* learn* hear hears heard want* wish* declin* doubt* question*
            disput* challenge* estimat* understand* understood complain* reveal* confirm* testif* testimon*
            recall* whisper* shout* boast* lament* statement* spokes* interview* judg* find finds found see
            sees saw seen ruled rule rules decide* hint* imagin* guess* recommend* advis* advocat* support*
            endors* welcom* defend*
        """,
        hedge="""
            if unless would could may might should perhaps maybe possib* probabl* likely allegedly
            reportedly supposedly apparent* seemingly presumabl* purport* ostensibl* potential* hypothe*
            rumor* rumour* suppos* seem* appear* suspect* subject provided providing condition* depend* case
            whether until till once almost nearly partly partial* only mere* just less fewer so-called
            former* ex fake* pretend* plan plans planned planning intend* aim aims aimed aiming try tries
            tried trying attempt* seek seeks sought pending eventual* virtually roughly somewhat sometimes
            occasionally half draft* wannabe theoretical* temporar* most least best unofficial* minority
            third quarter fraction arguabl* barring barely initially provisional* brother* sister* son sons
            daughter* wife husband widow* cousin* nephew* niece* deputy vice
        """,
        clause="""
            and or but yet however although though while whereas whilst because since as so then after
            before when where who whom whose which that than unlike like besides despite rather plus whoever
            whatever what why how
        """,
        pronouns="""
            he she it they this that these those his her hers its their theirs him them such both former
            latter
        """,
        denial="""
            deny denies denied denying denial false falsely untrue incorrect* wrongly mistaken* disprov*
            debunk* refut* unproven unfounded baseless
        """,
        condition="if unless",
        that="that",
        dates="""
            january february march april may june july august september october november december monday
            tuesday wednesday thursday friday saturday sunday
        """,
    ),
    "de": Language(
        scripts=("LATIN",),
        particles="nicht kein* nie niemals nirgends nirgendwo weder ohne nichts niemand*",
        negation="""
            kaum wenig* statt anstatt gegen außer ausgenommen verbot* verbiet* verboten* verhinder* ablehn*
            abgelehnt* lehnt lehnte lehnten weiger* geweigert fehl* gefehlt misslang misslung* scheiter*
            gescheitert falsch* unwahr* unmöglich* selten nein mangel* verzicht* widerr* zurückgez*
            zurückzieh* vermeid* vermied* entfällt entfiel* gestrichen* streich* verwarf verworfen* abgesag*
            anti unfähig* ausschl* ausgeschlossen* stopp* gestoppt* bestritt* bestreit* leugn* geleugnet*
            dementier* irrtümlich* fälschlich* freigesprochen* freispruch* entlastet* aufgehoben*
            verschoben* verschieb* illegal* ungültig* schwerlich mitnichten keineswegs
        """,
        speech="""
            sagen sagt sagte sagten gesagt sage erzähl* erklärt* erklären erklärend* behaupt* meint meinte
            meinten meinen gemeint frag* gefragt antwort* geantwortet erwider* entgegn* betont betonte
            betonten betonen teilte mitgeteilt mitteil* laut zufolge gemäß angab* angib* angeb* angaben
            angegeben bericht* meldet meldete meldeten melden gemeldet meldung* schrieb* schreib*
            geschrieben sprach sprachen sprechen spricht gesprochen sprecher* nannte nannten nennt nennen
            genannt* bezeichn* warn* gewarnt kritis* lob lobt lobte lobten loben gelobt räumt räumte
            eingeräum* einräum* gesteh* gestand* gestanden fordert forderte forderten fordern gefordert*
            forderung* verlang* versprach* versprech* versprich* versprochen* droht drohte drohten drohen
            gedroht glaub* geglaubt denk* dachte dachten gedacht hoff* gehofft fürcht* befürcht* erwart*
            find finden findet fand fanden vermut* schätz* geschätzt rechnet rechnete rechnen ankünd*
            angekünd* kündigt kündigte kündigten verkünd* zitier* zitat* zweifel* bezweifel* vorwarf
            vorwirft vorgeworfen* wirft warf vorwurf vorwürf* ansicht* meinung* auffassung* hält hielt
            hielten halten wies wiesen beschuldig* klag* beklag* angeklag* bestätig* vorschlag* vorschläg*
            schlug schlägt empfahl* empfiehl* empfohl* empfehl* weiß wusste wussten wissen sieht sah sahen
            sehen äußer* geäußert* aussag* ausgesagt stellungnahme verteidig* begrüß* unterstütz* ruft rief
            riefen aufgerufen* einschätzung*
        """,
        hedge="""
            wenn falls sofern soweit ob würde* könnte* dürfte* möchte* soll solle* sollen sollte* mag mögen
            vielleicht möglich* möglicherweise wahrscheinlich* vermutlich* angeblich* mutmaßlich* offenbar
            anscheinend scheinbar* schein* wohl eventuell* voraussichtlich* bis sobald solange nur bloß
            lediglich fast beinahe nahezu teils teilweise zumindest höchstens sogenannt* ehemalig* früher*
            bedingung* voraussetz* vorausgesetzt* verdacht* gerücht* plan* geplant* will wollen wollte*
            wolle beabsichtig* versuch* strebt* angestrebt* hätte* wäre* sei seien habe können könne kann
            vorerst vorläufig* einst halb* entwurf* etwa ungefähr rund theoretisch* vorübergehend*
            mindestens minderheit* bruchteil* drittel viertel inoffiziell* womöglich allenfalls einstweilen
            zeitweise bedingt bruder* schwester* sohn* tochter* stellvertretend* vize*
        """,
        clause="""
            und oder aber doch sondern jedoch allerdings während obwohl obgleich weil da denn dass daß als
            wie nachdem bevor seit seitdem wo wer wen wem wessen welche* was sowie dagegen hingegen trotz
            sonst dann damit indem sodass noch
        """,
        names=False,
        plain="mai",
        pronouns="er sie es ihm ihn ihr* sein* dies* jen* der die das dem den deren dessen beide* solch*",
        denial="""
            bestritt* bestreit* leugn* geleugnet* dementier* falsch unwahr* fälschlich* irrtümlich*
            widerleg* unbegründet*
        """,
        condition="wenn falls sofern",
        that="dass daß",
    ),
    "fr": Language(
        scripts=("LATIN",),
        particles="ne n ni non pas jamais aucun* nul nulle nuls nulles rien sans guere",
        negation="""
            personne contre sauf hormis excepte* refus* rejet* interdi* empech* manqu* faux fausse*
            impossible* peu plutot lieu rarement nie nient niait niaient nier evit* echou* echec* renonc*
            annul* retirer retirait retira cess* abandon* anti incapable* dement* demenc* difficilement
            acquitté* blanchi* abrogé* abroge* innocenté* reporté* reporte reportent ajourn* illégal*
            inexact* nullement insuffisan*
        """,
        speech="""
            dit dits dite disent disait disaient dire dira disant declare declarent declarait declara
            declaré* déclaré* declarer déclarer déclarant affirm* annonc* selon expliqu* estim* assur*
            precis* souligne* soulign* indiqu* rapport* racont* ajout* repond* repli* demand* accus*
            critiqu* denonc* admet* admis* reconn* avou* promet* promis* avert* pense pensent pensait
            pensaient croit croient croyait cru juge jugent jugeait juger consider* espere* esper* craint
            craign* ecri* cite cites citent citer citant appel* qualifi* propos* exig* reclam* insist*
            soutien* soutenu* soutenait pretend* porte avis d'apres suggere* sugger* opinion* trouv* sait
            savait savent voit voyait voient confirm* revel* communique* parle parlent parlait parlaient
            parlant temoign* veut veulent voulait vouloir
        """,
        hedge="""
            si s serait seraient aurait auraient pourrait pourraient devrait devraient faudrait peut peuvent
            pourra probable* probablement possible* presum* apparemment sembl* parait paraissait eventuel*
            suppos* soi-disant condition* moins jusqu* lorsque lorsqu quand seulement uniquement presque
            quasi* environ partiel* prevoi* prevu* tent* cherch* essa* envisag* ancien* peine doute projet*
            vraisemblable* theorique* temporaire* provisoire* minorite* tiers fraction officieu*
            pretendument frere* soeur* fils fille vice adjoint*
        """,
        clause="""
            et apres ou mais or donc car cependant toutefois pourtant tandis alors que qu qui dont puisque
            parce comme avant pendant malgre quoique contrairement puis quoi lequel laquelle lesquels
            lesquelles bien
        """,
        plain="mai",
        pronouns="""
            il elle ils elles ce c cet cette ces ceci cela ca celui* celle* ceux son sa ses leur leurs lui y
            en
        """,
        denial="""
            nie nient niait niaient nier dément démentent démenti faux fausse faussement réfut* infond*
        """,
        condition="si s sauf pourvu",
        that="que qu",
    ),
    "es": Language(
        scripts=("LATIN",),
        particles="no ni nunca jamas nadie nada ningun* sin tampoco",
        negation="""
            contra excepto salvo apenas poco* poca* rechaz* nego niega niegan negaron negar negado negaba
            impid* impedi* prohib* falso* falsa* imposible* lugar evit* falta faltan falto carec* cancel*
            retira* retiro abandon* anti incapaz* dejo deja dejan dejaron dejar desmient* desminti*
            dificilmente absuelt* absolvi* derog* aplaz* pospu* pospon* ilegal* incorrect* erroneament*
            insuficient* exent* inmune*
        """,
        speech="""
            dice dicen dijo dijeron decir decia decian dicho diciendo afirm* declaro declara declaran
            declararon declarado declarar anunci* asegur* segun explic* senal* indic* agreg* anad* pregunt*
            respond* contest* critico critica critican criticaron criticado acus* denunci* admit* reconoc*
            promet* advirt* advert* cree creen creia creian piensa* pensa* opin* consider* estim* espera*
            teme temen temia temian escrib* escrito* cita citan citado citaron llam* propus* propon*
            propuest* exig* insist* sosten* sostuv* comenta* comento informo informa informan informaron
            report* revel* confirm* portavo* vocer* calific* pidi* pide piden pedia pedir sugir* suger*
            acord* sabe saben sabia ve ven veia encontr* habla hablan hablo defend* apoy* juzg* quiere
            quieren queria
        """,
        hedge="""
            si podria* puede pueden podra deberia* seria serian habria* haria* quiza quizas posible*
            probable* probablemente presunt* supuest* aparent* parec* hasta cuando mientras solo solamente
            unicamente casi parcial* condicion* eventual* quer* plane* pretend* intent* intenc* busc* ex tal
            proyect* antigu* acaso teoric* temporal* temporari* provisional* minoria tercio cuarto fraccion
            oficios* tentativ* hermano* hermana* hijo hija esposa esposo vice adjunt*
        """,
        clause="""
            y e o u pero sino aunque que quien* cual* cuyo* cuya* donde porque pues como despues antes
            embargo mas pese
        """,
        drops_subjects=True,
        denial="""
            negó niega niegan negaron negar negaba desmient* desminti* falso falsa falsamente infundad*
            refut*
        """,
        condition="si salvo siempre",
        that="que",
    ),
    "it": Language(
        scripts=("LATIN",),
        particles="non no ne nessun* niente nulla mai senza neanche nemmeno neppure",
        negation="""
            contro tranne eccetto salvo rifiut* respin* respint* nega negano nego negato negare negava vieta
            vietano vietat* impedi* fals* impossibil* poco poca pochi poche manca* manco evit* invece
            raramente annull* ritir* abbandon* anti incapac* smen* cess* difficilmente assolt* abrogat*
            scagionat* rinviat* illegal* erroneament* insufficient* esent*
        """,
        speech="""
            dice dicono disse dissero detto dire diceva dicevano dicendo afferm* dichiar* annunc* secondo
            spieg* sostien* sosten* aggiun* chied* chies* rispo* critica criticano criticato criticando
            accus* denunc* ammett* ammes* ammis* ricono* promett* promess* avvert* crede credono credeva
            pensa pensano pensava pensato ritien* riten* spera sperano sperava teme temono temeva scriv*
            scriss* scritto cita citano citato chiam* propon* propos* propost* insist* comment* rifer*
            rivel* conferm* portavoce defin* giudic* suggeri* parla parlano parlo parlato opinione parere
            sanno sapeva vede vedono vedeva trov* difend* vuole vogliono voleva sottoline* precis*
        """,
        hedge="""
            se sarebbe* avrebbe* potrebbe* dovrebbe* puo possono potra forse magari probabil* possibil*
            presunt* presumibil* apparent* sembr* pare eventual* finche quando qualora purche solo soltanto
            quasi parzial* condizion* cosiddett* intend* tent* cerca* prev* ex circa progett* vecchio
            teoric* temporane* appena provvisori* minoranza terzo frazione ufficios* presumibilmente
            fratello sorella figlio figlia moglie marito vice
        """,
        clause="""
            e ed o od ma pero oppure che chi cui quale quali mentre perche poiche come dopo prima dove anzi
            bensi tuttavia sebbene benche nonostante
        """,
        drops_subjects=True,
        denial="nega negano negò negato negare smenti* falso falsa falsamente infondat*",
        condition="se qualora purché",
        that="che",
    ),
    "pt": Language(
        scripts=("LATIN",),
        particles="nao nem nunca jamais ninguem nada nenhum* sem tampouco",
        negation="""
            contra exceto salvo pouco* pouca* rejeit* recus* nega negam negou negaram negado negar negava
            proib* imped* fals* impossiv* evit* falta faltam faltou cancel* retira* retirou abandon* anti
            incapaz* deix* desment* raramente dificilmente absolvid* absolv* revog* adiad* adiou ilegal*
            incorret* erroneament* insuficient* isent* imune*
        """,
        speech="""
            diz dizem disse disseram dizer dizia dito afirm* declarou declara declaram declararam declarado
            declarar anunci* segundo conforme explic* acrescent* pergunt* respond* critica criticam criticou
            criticado acus* denunci* admit* reconhec* promet* advert* alert* acredit* pensa* penso*
            consider* estim* espera* teme temem temia escrev* cita citam citou citado chama chamam chamou
            chamado* chamada* propos* propoe* exig* insist* comenta* informou informa informam informaram
            revel* confirm* garant* relata* relatou defend* porta pede* pediu pediram suger* opin* sabe
            sabem sabia ve veem viu acha acham quer querem queria apoi*
        """,
        hedge="""
            se seria* poderia* pode podem podera deveria* teria* talvez possivel* provavel* suposto*
            suposta* supost* alegad* aparent* parec* ate quando enquanto caso apenas somente so quase
            parcial* condic* eventual* pretend* tent* busc* plane* ex cerca projet* antigo* só temporari*
            teoric* provisori* minoria terço fracao extraoficial* irmao irma filho filha esposa marido vice
        """,
        clause="""
            e ou mas porem que quem cujo* cuja* qual quais onde porque pois como depois antes todavia
            contudo embora apesar
        """,
        plain="no na as a do",
        drops_subjects=True,
        denial="nega negam negou negaram negar desment* falso falsa falsamente infundad* refut*",
        condition="se caso salvo",
        that="que",
    ),
    "nl": Language(
        scripts=("LATIN",),
        particles="niet geen nooit niemand niets nergens zonder noch",
        negation="""
            tegen behalve nauwelijks amper weinig* weiger* geweiger* verwerp* verwierp* verworpen ontken*
            verbied* verbod* verbood* faal* faalt onmogelijk* onjuist* onwaar vals* zelden nee voorkom*
            voorkwam* mislukt* ontbreek* ontbreken vermijd* vermeed* stopt* gestopt* ingetrokken afgezien
            anti wijst afgewezen vrijgesproken vrijspraak herroepen uitgesteld* onterecht illegaal illegale
            ongeldig* bezwaarlijk
        """,
        speech="""
            zeg* zei zeiden gezegd vertel* verklaar* beweer* aldus volgens vraag* vroeg* gevraagd antwoord*
            geantwoord meldt meldde meldden melden gemeld bericht* schrijf* schreef* schreven geschreven
            noemt noemde noemden noemen genoemd waarschuw* kritis* kritiek beschuldig* toegeven toegaf geeft
            erken* beloof* beloofd beloven dreig* geloof* geloven denk* dacht dachten gedacht hoop hoopt
            hoopte hopen vrees* vrezen verwacht* vindt vond vonden vinden gevonden meen* meent menen schat*
            benadruk* woordvoerd* citeer* stelt stelde stelden stellen gesteld bevestig* kondig*
            aangekondigd* mening* weet wist wisten ziet zag zagen pleit* steun* vroegen eis* geeist
            voorstel*
        """,
        hedge="""
            als indien mits tenzij zou zouden kan kunnen kon konden mag mogen misschien wellicht mogelijk*
            waarschijnlijk* vermoedelijk* verluidt blijkbaar schijn* lijkt leek lijken tot totdat zodra
            alleen slechts bijna vrijwel deels gedeeltelijk* zogenaamd* zogeheten voormalig* voorwaarde* wil
            willen wilde wilden plan* gepland* probeer* proberen geprobeerd poog* poging* streef* verdacht*
            ongeveer circa hooguit hoogstens minstens theoretisch* tijdelijk* voorlopig* minderheid derde
            fractie officieus broer zus zoon dochter vice
        """,
        clause="""
            en of maar echter hoewel terwijl omdat want dat die wie wiens welke wat waar zoals dan nadat
            voordat toen doch ondanks sinds
        """,
        pronouns="hij zij ze het dit dat deze die zijn haar hun hen hem beide* zulke",
        denial="ontken* onwaar onjuist vals onrechte weerleg*",
        condition="als indien mits tenzij",
        that="dat",
    ),
    "ru": Language(
        scripts=("CYRILLIC",),
        particles="не ни нет без",
        negation="""
            нельзя никто никого никому никем ничто ничего ничему ничем никогда никак* нигде никуда против
            кроме вряд едва отнюдь вопреки запре* запрет* отказ* отверг* отклон* отриц* мало ложн* неправ*
            невозмож* невер* отсутств* вместо нету редко отмен* прекра* избега* оправда* аннулир* отлож*
            перенес* незакон* недейств* ошибочн*
        """,
        speech="""
            говор* сказа* скаж* заяв* сообщ* отмет* отмеч* подчерк* объяв* объясн* утвержд* добав* спрос*
            спраш* ответ* отвеч* согласно слов* мнен* счита* сочл* сочт* полага* дума* верит верят верил*
            надея* надее* опаса* ожида* предполаг* предполож* предлож* предлаг* призв* призыв* потреб*
            требова* требу* критик* обвин* осуд* осужд* призна* обеща* предупре* угрожа* писа* пиш* написа*
            цитир* назва* назыв* рассказ* пресс уточн* указа* указыва* высказ* выступ* подтверд* знает знал*
            видит видел* поддерж* хоч* хотел* хотят
        """,
        hedge="""
            если бы б ли может могут мог могла могли можно возможно вероятно видимо наверное якобы будто
            кажется казал* похоже пока до только лишь исключительно почти частично услов* так бывш* намер*
            план* пыта* попыт* должн* следует предположительно около примерно теоретич* временн* минимум
            максимум меньшинств* треть четверть неофициальн* брат сестра сын дочь заместител* вице
        """,
        clause="""
            и а но или либо да однако хотя чтобы что чего чему чем котор* кто чей чья чье чьи где куда когда
            как потому поскольку зато тогда после перед прежде
        """,
        pronouns="он она оно они его ее им ими них этот эта это эти тот та те оба обе такой такие",
        denial="отрица* опровер* ложн* неправда неверно необоснован*",
        condition="если",
        that="что будто",
    ),
    "ar": Language(
        scripts=("ARABIC",),
        particles="لا لم لن ليس* ما غير دون بدون عدم بلا ولا كلا سوى إلا",
        negation="""
            ضد رفض* يرفض* ترفض* نفى نفت نفي ينفي* تنفي* أنكر* ينكر* تنكر* منع* يمنع* تمنع* حظر* يحظر* أبدا
            قط نادرا ألغى ألغت إلغاء فشل* يفشل* تفشل* خلافا باستثناء استثناء عدا بدلا تبرئة برأ* برّأ* ملغى
            تأجيل أجل* خطأ بطلان
        """,
        speech="""
            قال* يقول* تقول* قول* صرح* يصرح* تصريح* أعلن* يعلن* تعلن* إعلان أكد* يؤكد* تؤكد* ذكر* يذكر*
            تذكر* أضاف* يضيف* تضيف* أوضح* يوضح* توضح* أشار* يشير* تشير* زعم* يزعم* تزعم* ادعى ادعت يدعي*
            تدعي* اتهم* يتهم* تتهم* حذر* يحذر* تحذر* وصف* يصف* تصف* نقل* سأل* يسأل* تسأل* أجاب* يجيب* تجيب*
            رد ردت رأى رأت يرى ترى يرون رأي اعتبر* يعتبر* تعتبر* يعتقد* تعتقد* اعتقد* طالب* يطالب* تطالب*
            دعا دعت يدعو* تدعو* وعد* يعد تعد انتقد* ينتقد* تنتقد* كتب* يكتب* تكتب* حسب بحسب وفق وفقا
            المتحدث* متحدث* بيان أفاد* يفيد* تفيد* كشف* يكشف* تكشف* شدد* يشدد* تشدد* أعرب* يعرب* تعرب*
            اقترح* يقترح* تقترح* أقر* يقر تقر توقع* يتوقع* تتوقع* أيد* يؤيد* تؤيد* يريد* تريد* أراد*
        """,
        hedge="""
            إذا إن أن لو لولا ربما قد لعل يبدو تبدو محتمل* يحتمل ممكن* يمكن* المزعوم* مزعوم* يفترض المفترض
            حتى عندما فقط تقريبا جزئيا شرط بشرط ينوي* تنوي* يعتزم* تعتزم* يحاول* تحاول* محاول* يخطط* تخطط*
            السابق* سابق* قيل حوالي نحو نصف مشروع بالكاد غالبا مؤقتا نظريا أقلية ثلث ربع جزء
        """,
        clause="""
            و* أو ثم لكن بل بينما الذي التي الذين اللذين اللتين حيث حين رغم منذ بعد قبل لأن كما أما أم من هو
            هي هم
        """,
        names=False,
        drops_subjects=True,
        denial="نفى نفت نفي ينفي* تنفي* أنكر* ينكر* كذب باطل",
        condition="إذا لو شرط بشرط",
        that="أن أنه أنها بأن",
    ),
    "zh": Language(
        scripts=("CJK",),
        particles="""
            不 没 沒 無 无 非 未 莫 勿 毋 否 别 別 没有 沒有 不予 不会 不會 不能 不可 不得 不是 并非 並非
        """,
        negation="""
            反对 反對 拒 禁 除 缺 难 難 假 罕 鲜 失败 失敗 避免 阻止 取消 撤 停 错 錯 推迟 推遲 宣告无罪
            無罪 无罪 废除 廢除 驳回 駁回
        """,
        speech="""
            说 說 称 稱 表示 指出 宣布 宣佈 认为 認為 强调 強調 告诉 告訴 声 聲 据 據 报道 報道 报导 報導
            透露 回应 回應 质疑 質疑 批评 批評 警告 呼吁 呼籲 承认 承認 提出 提议 提議 建议 建議 问 問 答 道
            发言 發言 坦言 直言 扬言 揚言 声言 讲 講 谈 談 写 寫 评 評 赞 讚 指责 指責 指控 承诺 承諾 希望
            担心 擔心 相信 觉得 覺得 预计 預計 主张 主張 解释 解釋 要求 请 請 支持 欢迎 歡迎 谴责 譴責 看 见
            見 听 聽 知 想
        """,
        hedge="""
            如 若 假 倘 可能 或许 或許 也许 也許 似 大概 恐 疑 嫌 将 將 拟 擬 计划 計劃 打算 欲 试图 試圖 应
            應 只 仅 僅 几乎 幾乎 近 约 約 部分 直到 当 當 前任 所谓 所謂 条件 條件 才 会 會 能 要 半 很少
            最多 最少 至少 暂 暫 理论 理論 少数 少數 三分之一 兄 弟 姐 妹 副
        """,
        clause="""
            但 而 却 卻 然 虽 雖 尽管 儘管 不过 不過 和 与 與 及 或 并 並 且 因 所以 则 則 既 还 還 又 也 让
            讓 使 令 被 由 后 後 前 时 時
        """,
        spaced=False,
        names=False,
        drops_subjects=True,
        denial="否认 否認 不实 不實 谣言 謠言 虚假 虛假 不属实 不屬實 没有人相信 沒有人相信",
        condition="如果 除非 假如 倘若 只要",
    ),
    "ja": Language(
        scripts=("CJK", "HIRAGANA", "KATAKANA"),
        particles="ない なく なかっ なけれ ず ぬ ません まい 無 非 未 不 否",
        negation="反 拒 禁 除 以外 だけ のみ しか 欠 避 防 失敗 断 中止 撤 誤 撤回 延期 無罪 却下 廃止",
        speech="""
            と述 と言 と語 と話 述べ 語っ 語り 語る 言っ 言い 言う いう いっ 話し 話す 発表 主張 指摘 表明
            明らか による によれ 伝え 報じ 報道 答え 質問 訴え 求め 考え 思 みて 見て 見 批判 称賛 警告 認め
            約束 提案 強調 説明 コメント 書い 書く 呼び 呼ん 呼ぶ 期待 懸念 聞 知 支持 歓迎
        """,
        hedge="""
            もし なら れば たら かも だろう でしょう らしい よう 可能性 恐れ おそれ 見通し 模様 見込 予定
            仮に 場合 はず べき たい つもり 計画 ほぼ 約 一部 まで 時 とき 疑 元 前 いわゆる 半 おそらく
            まだ たぶん 理論 一時 少数 副 せいぜい
        """,
        clause="""
            が は も か し や て で から ため 一方 しかし ただ けれど けど のに ものの 後 れ られ させ
        """,
        spaced=False,
        names=False,
        drops_subjects=True,
        denial="否定し 否認 虚偽 事実ではない 誤り",
        condition="もし 場合 限り ならば",
    ),
}
"""By the first part of the language code. Sources in other languages cannot have verified omissions."""

OTHER_PARTICLES = """
    inte ej aldrig ingen inga inget utan ikke aldri intet uden uten nie nigdy bez ne nikdy nikdo degil yok
    hayir ei eivat nem soha nincs nu niciodata fara khong chua chang tidak bukan tanpa mai ekki enginn nav
    neniu hindi wala не ні δεν μη όχι לא אין नहीं نه نیست
"""
"""Negations of languages without lists, in case a source's language is given wrongly."""

OTHER_PIECES = "않 못 없 아니 ไม่"
"""Likewise, of languages where a negation is a part of a longer word."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of numbers that are written with spaces, of all languages together, in lower case."""

    words: frozenset[str]
    magnitudes: frozenset[str]
    """Words that multiply the digits before them: `million`."""
    joined: frozenset[str]
    """Numbers that another one may follow after a word of `joining`: `treinta` in "treinta y uno"."""
    joining: frozenset[str]
    minus: frozenset[str]


_MAGNITUDES = """
    hundred thousand million billion trillion tausend million millionen milliarde milliarden billion billionen
    mille million millions milliard milliards mil millón millones milhão milhões bilhão bilhões mila milione
    milioni miliardo miliardi duizend miljoen miljard тысяч тысячи тысяча миллион миллиона миллионов миллиард
    миллиарда миллиардов ألف آلاف مليون ملايين مليار مليارات
"""
_JOINED = """
    hundred thousand million vingt trente quarante cinquante soixante treinta cuarenta cincuenta sesenta
    setenta ochenta noventa vinte trinta quarenta cinquenta sessenta oitenta noventa cem cento duzentos
    عشرون ثلاثون أربعون خمسون
"""
_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    un une deux trois quatre cinq sept huit neuf dix onze douze quinze seize quatre-vingt quatre-vingts cent
    cents
    uno tres cuatro cinco seis siete ocho nueve diez veinte cien ciento doscientos trescientos quinientos
    um uma dois duas três quatro sete oito nove dez duzentos trezentos quinhentos
    один два три четыре пять шесть семь восемь девять десять двадцать тридцать сорок пятьдесят шестьдесят
    семьдесят восемьдесят девяносто сто двести триста пятьсот
"""
_JOINING, _MINUS = "and et y e و", "minus минус ناقص"

NUMBERS = NumberWords(
    words=frozenset(f"{_MAGNITUDES} {_JOINED} {_NUMBERS}".split()),
    magnitudes=frozenset(_MAGNITUDES.split()),
    joined=frozenset(_JOINED.split()),
    joining=frozenset(_JOINING.split()),
    minus=frozenset(_MINUS.split()),
)


__all__ = ["LANGUAGES", "NUMBERS", "OTHER_PARTICLES", "OTHER_PIECES", "Language", "NumberWords"]
