using System.Text.RegularExpressions;
using Bakeoff.Experiments.Stages;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Running;

public sealed partial class CakeOrderTests
{
    /// <summary>The graph is written twice, for people and for the program; both must say the same.</summary>
    [Fact]
    public void CakeTasks_StageOrder_EqualsStageGraph()
    {
        var tasks = Task().Matches(File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "build", "stages.cake")))
            .ToDictionary(m => m.Groups["name"].Value.ToLowerInvariant(), m => Dependency().Matches(m.Value).Select(d => d.Groups["name"].Value.ToLowerInvariant()).ToList(), StringComparer.Ordinal);
        using var project = new Project();
        using var session = Bakeoff.Experiments.Running.ExperimentSession.Open(new Bakeoff.Experiments.Projects.Workspace(project.Root), "tiny", [], threads: 1);
        var stages = session.Status(StageNames.Report).Select(s => s.Stage).ToList();

        tasks.Keys.ShouldBe(StageNames.All.Select(s => s.Name), ignoreOrder: true);
        foreach (var stage in stages)
        {
            foreach (var input in stage.Inputs)
            {
                Reaches(tasks, stage.Name, input).ShouldBeTrue($"Cake's {stage.Name} does not come after {input}");
            }
        }

        foreach (var (name, dependencies) in tasks)
        {
            dependencies.Where(d => d != "build").ShouldBeSubsetOf(stages.Single(s => s.Name == name).Inputs, name);
        }
    }

    private static bool Reaches(Dictionary<string, List<string>> tasks, string from, string to) =>
        tasks.TryGetValue(from, out var next) && next.Any(n => n == to || Reaches(tasks, n, to));

    [GeneratedRegex("Task\\(\"(?<name>\\w+)\"\\)[^\\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Task();

    [GeneratedRegex("IsDependentOn\\(\"(?<name>\\w+)\"\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dependency();
}
