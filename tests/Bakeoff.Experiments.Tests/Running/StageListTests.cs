using Bakeoff.Experiments.Running;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Running;

public sealed class StageListTests
{
    /// <summary>The build tasks are made from this file, so their names, sentences and order are those of the stages.</summary>
    [Fact]
    public void Write_EqualsTheFileOfTheBuildTasks() =>
        File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, StageList.RelativePath))
            .ShouldBe(StageList.Write(), $"{StageList.RelativePath} is out of date; run 'bakeoff schema'");
}
