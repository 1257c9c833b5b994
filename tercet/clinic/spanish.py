"""Our own words around a question in Spanish, beside the English of templates and forms.

The words of questionnaires are not here: they stand in the knowledge, with their licence. What has
no Spanish here stays English. `{}` is filled in.
"""

ENGLISH, SPANISH = "en", "es"
SWITCH = {ENGLISH: "In English", SPANISH: "En español"}  # each said in the language it leads to

WORDS = {
    # around a questionnaire and a question at its time
    "Send": "Enviar",
    "Send, then the next": "Enviar y seguir",
    "Not now": "Ahora no",
    "I do not want to answer": "No quiero responder",
    "Not answering": "No responder",
    "{} questions: {}": "{} preguntas: {}",
    "1 question: {}": "1 pregunta: {}",
    "{} left blank": "Sin responder: {}",
    "Something is left blank": "Hay algo sin responder",
    "You may send it so. What is blank stays not known.": (
        "Puede enviarlo así. Lo que no responde queda como no sabido."
    ),
    "You may send it so: without every answer there is no total this time.": (
        "Puede enviarlo así: si falta alguna respuesta, esta vez no hay total."
    ),
    "Send with {} left blank": "Enviar con {} sin responder",
    "You last answered these": "La última vez que respondió a estas preguntas:",
    "This was asked": "Esto se preguntó",
    "Your answer still counts; it is marked late.": (
        "Su respuesta todavía cuenta; queda marcada como tardía."
    ),
    "This has not been heard yet.": "Esto todavía no ha llegado.",
    "It is kept on this phone and goes when the line is back. Nobody reads it until then.": (
        "Queda guardado en este teléfono y se envía cuando vuelva la conexión. Hasta entonces nadie"
        " lo lee."
    ),
    "In danger, call": "En peligro, llame al",
    "in a crisis,": "en una crisis, al",
    "Sending…": "Enviando…",
    "Not sent yet: no line. It is kept here and goes when the line is back.": (
        "Todavía no se ha enviado: no hay conexión. Queda guardado aquí y se envía cuando vuelva."
    ),
    "Nobody watches answers here at every hour. If you need a person, use the button below.": (
        "Nadie mira aquí las respuestas a todas horas. Si necesita a una persona, use el botón de"
        " abajo."
    ),
    "Remind me by a notice on this phone": "Avíseme con una notificación en este teléfono",
    "of {}": "de {}",
    # answers of our own, and what is wrong with one
    "This does not apply to me": "Esto no se aplica a mi caso",
    "I do not want to answer this": "No quiero responder a esto",
    "Write a whole number from {} to {}.": "Escriba un número entero de {} a {}.",
    "Choose one of the answers shown.": "Elija una de las respuestas que se muestran.",
    "One answer needs another look": "Una respuesta necesita otra mirada",
    "{} answers need another look": "{} respuestas necesitan otra mirada",
    "This did not go through": "Esto no se pudo enviar",
    "What you wrote is still here.": "Lo que escribió sigue aquí.",
    "Something in this answer could not be read. Open the question again.": (
        "Algo de esta respuesta no se pudo leer. Abra la pregunta otra vez."
    ),
    # after it was sent, or put off
    "Heard.": "Recibido.",
    "Sent. Your care team has your answer.": "Enviado. Su equipo tiene su respuesta.",
    "Sent. Your care team has your answers.": "Enviado. Su equipo tiene sus respuestas.",
    "That is fine.": "Está bien.",
    "You can answer it later, here.": "Puede responder más tarde, aquí.",
    "Nobody asks you twice.": "No se lo preguntarán dos veces.",
    "You have answered this": "Ya respondió a esto",
    "You did not want to answer this": "No quiso responder a esto",
    "This question has closed": "Esta pregunta se cerró",
    "This question is not open yet": "Esta pregunta todavía no está abierta",
    "Your answer is kept. Nothing more to do here.": (
        "Su respuesta está guardada. No hay nada más que hacer aquí."
    ),
    "That is fine. Someone from your care team may call you about it.": (
        "Está bien. Es posible que alguien de su equipo le llame por esto."
    ),
    "It was open until": "Estuvo abierta hasta:",
    "Your care team knows that it was not answered.": "Su equipo sabe que no se respondió.",
    "It opens": "Se abre:",
    "Go to the first page": "Ir a la primera página",
    # whom to call now
    "Please talk to someone now": "Por favor, hable con alguien ahora",
    "One of your answers tells us that you may be in danger, or in great pain.": (
        "Una de sus respuestas nos dice que puede estar en peligro o sufriendo mucho."
    ),
    "You do not have to carry this alone.": "No tiene que cargar con esto a solas.",
    "Call 988": "Llamar al 988",
    "Text 988": "Escribir al 988",
    "In danger now: call 911": "En peligro ahora: llamar al 911",
    "{}: call {}": "{}: llamar al {}",
    "Text {}": "Escribir al {}",
    "988 is the suicide and crisis line. It answers at any hour and costs nothing.": (
        "El 988 es la línea de suicidio y crisis. Responde a todas horas y no cuesta nada."
    ),
    "Who has been told here": "A quién se ha avisado aquí",
    "Nobody here has been told yet through this page.": (
        "Aquí todavía no se ha avisado a nadie por esta página."
    ),
    "Tell my care team that I need a person": "Avisar a mi equipo de que necesito a una persona",
    "Messages here are not read at every hour. Please do not wait for us: call or text 988, or be"
    " with someone you trust.": (
        "Los mensajes de aquí no se leen a todas horas. Por favor, no nos espere: llame o escriba"
        " al 988, o esté con alguien de confianza."
    ),
    "People you can call": "Personas a las que puede llamar",
    "Go on to the first page": "Seguir a la primera página",
    # where there is no Spanish
    "These questions are not in Spanish yet; they are shown in English.": (
        "Estas preguntas todavía no están en español; se muestran en inglés."
    ),
    # the button that is on every page
    "I need a person now": "Necesito a una persona ahora",
    "In danger:": "En peligro:",
    "Crisis line:": "Línea de crisis:",
    "Danger": "Peligro",
    "Crisis": "Crisis",
}


def said(sentence: str, language: str, *parts: object) -> str:
    """One of our sentences in this language; in English where nobody has said it otherwise."""
    words = WORDS.get(sentence, sentence) if language == SPANISH else sentence
    return words.format(*parts) if parts else words
