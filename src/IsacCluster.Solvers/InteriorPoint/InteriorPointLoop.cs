namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// The iteration that all forms share, Mehrotra's predictor-corrector method (SIAM J. Optim. 2 (1992) 575): measure, factor once, aim at 0,
/// aim at sigma mu, step.
/// </summary>
internal static class InteriorPointLoop
{
    /// <summary>Runs a form until its point is good enough, a step breaks down or a limit is reached.</summary>
    /// <param name="mostIterations">The method's own limit.</param>
    /// <returns>Steps taken, and the limit that ended the iteration, if one did.</returns>
    public static (int Iterations, SolveLimit Limit) Run(IInteriorPointForm form, int mostIterations, SolveBudget budget)
    {
        if (!form.Start()) return (0, SolveLimit.None);
        int iteration = 0;
        while (form.Measure() && iteration < mostIterations && budget.TryContinue(form.IterationWork) && form.Factor())
        {
            form.Predict();
            form.Correct();
            if (!form.Step()) break;
            iteration++;
        }

        return (iteration, iteration >= mostIterations ? SolveLimit.Iterations : budget.Limit);
    }
}
