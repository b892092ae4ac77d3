using System.Text.Json;
using System.Xml.Linq;
using Bakeoff.Testing;

namespace Bakeoff.Architecture.Tests;

public sealed class ExperimentsProjectTests
{
    /// <summary>Cake makes its tasks from build/stages.json; the targets of MSBuild, which knows no loops, are written out.</summary>
    [Fact]
    public void Targets_AreTheTasksOfCake_InTheirOrder()
    {
        var project = XDocument.Load(Path.Combine(Fixture.RepositoryRoot, "experiments", "experiments.proj"));
        var targets = project
            .Root!.Elements("Target")
            .Where(static target => target.Attribute("DependsOnTargets")?.Value.Split(';')[0] == "States")
            .Select(target => (
                Name: target.Attribute("Name")!.Value,
                After: string.Join(' ', target.Attribute("DependsOnTargets")!.Value.Split(';').Skip(1)),
                Run: target.Element("MSBuild")!.Attribute("Properties")!.Value));

        using var stages = JsonDocument.Parse(File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "build", "stages.json")));
        var tasks = stages.RootElement.EnumerateArray().Select(stage =>
        {
            var name = stage.GetProperty("name").GetString()!;
            return (
                Name: TaskName(name),
                After: string.Join(' ', stage.GetProperty("after").EnumerateArray().Select(earlier => TaskName(earlier.GetString()!))),
                Run: $"Stage={name};IsDone=$(StageStates.Contains('{name} done '))");
        });

        targets.ShouldBe(tasks);
        var forced = project.Descendants("Stages").Single().Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        forced.ShouldBe(stages.RootElement.EnumerateArray().Select(static stage => stage.GetProperty("name").GetString()!));
        project.Root.Attribute("DefaultTargets")!.Value.ShouldBe("Report");
    }

    private static string TaskName(string stage) => char.ToUpperInvariant(stage[0]) + stage[1..];
}
