using Bakeoff.Experiments.Projects;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Running;

/// <summary>An experiment cannot be pinned, exported or registered, because not all of its results are there.</summary>
public sealed class NotFinishedException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="stage">The first stage without a sound result.</param>
    /// <param name="reason">Why it has none.</param>
    /// <param name="purpose">What the result is needed for: <c>pin</c>, <c>export</c> or <c>register</c>.</param>
    public NotFinishedException(string experiment, string stage, string reason, string purpose = "pin")
        : base(new ErrorDetails($"{stage} has no result to {purpose} ({reason})")
        {
            Where = $"experiment {experiment}",
            Rule = "a finished experiment",
            NextStep = $"Run {CommandName.Hint("report", experiment)} first.",
        })
    {
        Experiment = experiment;
        Stage = stage;
    }

    /// <summary>Name of the experiment.</summary>
    public string Experiment { get; }

    /// <summary>The first stage without a sound result.</summary>
    public string Stage { get; }
}
