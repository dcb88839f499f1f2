//! Figures as a seller types them: the official score and the four factors.
