using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Running;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>How one member of a sweep ended.</summary>
/// <param name="Member">The member.</param>
/// <param name="Result">Its figures; null when it failed.</param>
/// <param name="Fault">Why it failed; null when it did not.</param>
/// <param name="WasDone">Whether every stage was done before.</param>
public sealed record MemberResult(SweepMember Member, SessionResult? Result, Exception? Fault, bool WasDone)
{
    /// <summary>A figure by the name that <c>metrics.json</c> gives it; null when the member failed or has no such figure.</summary>
    public double? Figure(string name)
    {
        var found = Result?.Metrics.FirstOrDefault(m => m.Name == name);
        return found is { Name: not null } figure ? figure.Value : null;
    }
}
