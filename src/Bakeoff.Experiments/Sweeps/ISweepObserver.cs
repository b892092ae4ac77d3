using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Receives the events in a sweep. Members run side by side, so every method is called from several threads.</summary>
public interface ISweepObserver
{
    /// <summary>A member begins; what its stages do is told to the observer that is returned.</summary>
    IPipelineObserver Watch(SweepMember member);

    /// <summary>Receives a sentence about the whole sweep that must reach the user.</summary>
    void Noted(string sentence);

    /// <summary>A member ended, well or not.</summary>
    void MemberFinished(MemberResult result);
}
