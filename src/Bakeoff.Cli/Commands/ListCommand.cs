using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Output;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Options;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff list</c>: the experiments with their state, headline metric and age.</summary>
internal static class ListCommand
{
    private const string NotRun = "not run";

    public static Command Create()
    {
        var command = new Command(
            "list",
            "Lists the experiments: state, UAR (CCC of numbers) on the test clips with its 95 % interval, and age of the result.");
        command.SetAction(
            async (_, _) =>
            {
                var workspace = Workspace.Find(Environment.CurrentDirectory);
                var rows = new List<IReadOnlyList<string>> { new[] { "experiment", "state", "UAR/CCC", "95 % interval", "age" } };
                var faults = new List<string>();
                foreach (var name in workspace.ExperimentNames().SelectMany(name => workspace.VariantsOf(name).Prepend(name)))
                {
                    rows.Add(await DescribeAsync(workspace, name, faults));
                }

                PlainTable.Write(Console.Out, rows, leftColumns: 2);
                foreach (var fault in faults)
                {
                    Console.Out.WriteLine(fault);
                }
            });
        return command;
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(Workspace workspace, string name, List<string> faults)
    {
        try
        {
            var experiment = ExperimentReader.Read(workspace.Root, name, []);
            if (experiment.Options.Sweep is not null || experiment.Options.Seeds is not null)
            {
                return DescribeSweep(workspace, name);
            }

            return [name, await StateOfAsync(workspace, experiment), .. Headline(workspace.ResultsFolder(name))];
        }
        catch (BakeoffException exception)
        {
            // One file that is wrong must not hide the others.
            faults.Add($"{name} cannot be read: {exception.Message}");
            return [name, "cannot be read", "", "", ""];
        }
    }

    private static async Task<string> StateOfAsync(Workspace workspace, ResolvedExperiment experiment)
    {
        var record = ExperimentRecord.ReadOrEmpty(Path.Combine(workspace.ResultsFolder(experiment.Name), Workspace.RecordFile));
        if (record.Failure is { } failure)
        {
            return $"failed in {failure.Stage}";
        }

        if (record.Stages.Count == 0)
        {
            return NotRun;
        }

        await using var session = ExperimentSession.Open(workspace, experiment, threads: 1, parent: null);
        var first = session.Status(StageNames.Report).FirstOrDefault(static stage => stage.State != StageState.Done);
        return first is null ? "done"
            : first.State == StageState.Stale ? $"stale from {first.Stage.Name}"
            : $"{first.Stage.Name} is next";
    }

    private static string[] DescribeSweep(Workspace workspace, string name)
    {
        var members = SweepSession.Open(workspace, name, []).Members;
        var folders = members.Select(member => workspace.ResultsFolder(member.Name)).Where(IsEvaluated).ToList();
        var age = folders.Count == 0 ? "" : folders.Min(AgeOf)!;
        return [name, string.Create(CultureInfo.InvariantCulture, $"{folders.Count} of {members.Count} members"), "", "", age];
    }

    private static string[] Headline(string folder)
    {
        if (!IsEvaluated(folder))
        {
            return ["", "", ""];
        }

        var metrics = MetricsDocument
            .Read(Path.Combine(folder, EvaluateStage.MetricsFile))
            .Numbers()
            .ToDictionary(static metric => metric.Name, static metric => metric.Value, StringComparer.Ordinal);
        var headline = metrics.ContainsKey("test_uar") ? "test_uar" : "test_ccc";
        return [Number(headline), $"{Number(headline + "_low")} to {Number(headline + "_high")}", AgeOf(folder)];

        string Number(string metric) =>
            metrics.TryGetValue(metric, out var value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "-";
    }

    private static bool IsEvaluated(string folder) => File.Exists(Path.Combine(folder, EvaluateStage.MetricsFile));

    private static string AgeOf(string folder)
    {
        var age = TimeProvider.System.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(Path.Combine(folder, EvaluateStage.MetricsFile));
        return age.TotalMinutes < 1 ? "now"
            : age.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min")
            : age.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h")
            : string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} days");
    }
}
