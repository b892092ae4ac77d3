namespace Bakeoff.Options.Sweeps;

/// <summary>A search whose later trials follow from the scores of the earlier ones.</summary>
public interface ISweepSearch
{
    /// <summary>Trials in all, before seeds; fewer where the ranges hold fewer that differ.</summary>
    int TrialCount { get; }

    /// <summary>All trials that follow from the scores so far.</summary>
    /// <param name="scores">Score of each trial that ended, the highest the best; NaN for one that failed.</param>
    /// <returns>Trials with scores, then those of the round that comes next; none come next where the search is over.</returns>
    IReadOnlyList<IReadOnlyList<SweepChange>> List(IReadOnlyList<double> scores);

    /// <summary>True for a trial that may be chosen: it was given the whole effort.</summary>
    bool IsWhole(IReadOnlyList<SweepChange> trial);
}
