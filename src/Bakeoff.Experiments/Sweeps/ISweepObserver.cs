using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Receives the events in a sweep. Members run side by side, so every method is called from several threads.</summary>
public interface ISweepObserver
{
    /// <summary>A member begins; what its stages do is told to the observer that is returned.</summary>
    IPipelineObserver Watch(SweepMember member);

    /// <summary>A member ended, well or not.</summary>
    void MemberFinished(MemberResult result);
}
