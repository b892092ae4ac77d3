using Bakeoff.Neural.Engines;

namespace Bakeoff.Experiments.Tests.Engines;

public sealed class ManagedEngineConformanceTests : EngineConformanceTests
{
    protected override ITrainingEngine Engine => ManagedEngine.Instance;
}
