export const studyView = () => null;
