using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Train;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Outcome of one member of a sweep.</summary>
/// <param name="Member">The member.</param>
/// <param name="Result">Its metrics; null when it failed.</param>
/// <param name="Fault">Why it failed; null when it did not.</param>
/// <param name="WasDone">True if every stage was done before.</param>
public sealed record MemberResult(SweepMember Member, SessionResult? Result, Exception? Fault, bool WasDone)
{
    /// <summary>Metrics of the validation clips, then those of <c>metrics.json</c>; none when the member failed.</summary>
    public IReadOnlyList<(string Name, double Value)> Figures { get; } =
        Result is null ? [] : [.. ValidationFigures.Read(Result.Folder), .. Result.Metrics];

    /// <summary>A metric by the name that <c>metrics.json</c> gives it; null when the member failed or has no such metric.</summary>
    public double? Figure(string name)
    {
        var found = Figures.FirstOrDefault(m => m.Name == name);
        return found is { Name: not null } figure ? figure.Value : null;
    }

    /// <summary>Labels, targets and predictions of a member that ended well.</summary>
    internal (IReadOnlyList<string> Labels, IReadOnlyList<string> Targets, IReadOnlyList<Prediction> Predictions) ReadPredictions() =>
        PredictionTable.Read(Path.Combine(Result!.Folder, EvaluateStage.PredictionsFile));
}
