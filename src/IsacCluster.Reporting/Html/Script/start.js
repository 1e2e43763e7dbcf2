document.documentElement.classList.add("scripted");
startFigures();
startChoices();
startTables();
