"""Pure rules of an emulation campaign (phong trào thi đua): figures and reports in, points out."""
