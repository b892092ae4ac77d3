using Bakeoff.Options;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>A search has nothing to choose by.</summary>
public sealed class SearchException : BakeoffException
{
    /// <summary>Names the search and its metric.</summary>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="objective">Metric that no trial has.</param>
    public SearchException(string name, string objective)
        : base(new ErrorDetails($"no trial with the whole effort has a {objective}")
        {
            Where = name,
            Rule = "a metric of clips held out of training",
            NextStep = "Keep clips for validation (split.validation), or name another metric as the objective of the search.",
        })
    { }
}
