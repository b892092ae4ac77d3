using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff best NAME</c>: the member of a sweep to take, by a metric of its validation clips.</summary>
internal static class BestCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Experiment with sweep:." };
        name.CompletionSources.Add(ExperimentName.Complete);
        var by = new Option<string?>("--by")
        {
            Description =
                "Metric to choose by: validation_uar, validation_accuracy or validation_loss of the best epoch, or inner_uar of classifiers "
                + "with several candidates. Metrics of the test clips are no choice: a member picked by them has seen them. Default: what the "
                + "sweep goes by, validation_uar of networks and inner_uar of classifiers.",
            HelpName = "metric",
        };
        var choices = ComparedFigure.All.Where(static figure => !figure.IsOfTest).ToList();
        by.TakesOneOf([.. choices.Select(static figure => figure.Name)]);
        var command = new Command(
            "best",
            "Names the member of a sweep to take, by validation clips; members that differ in the seed alone count as one.")
        {
            name,
            by,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = Workspace.Find(Environment.CurrentDirectory);
                var sweep = SweepSession.Open(workspace, ExperimentName.Read(parsed.GetValue(name)!, []), []);
                var metric = parsed.GetValue(by) ?? sweep.Objective;
                var ranking = MemberRanking.Read(workspace, sweep.Members, metric, choices.Exists(c => c.Name == metric && c.IsLoss));
                if (ranking.Count == 0)
                {
                    await Console.Error.WriteLineAsync(
                        $"best: no member of {sweep.Name} has a {metric}, expected some. "
                            + $"Run {CommandName.Hint("sweep", sweep.Name)} first; "
                            + "a classifier with one candidate has inner_uar where score_single is true.");
                    return ExitCodes.UserError;
                }

                PlainTable.Write(
                    Console.Out,
                    [
                        ["setting", metric, "seeds"],
                        .. ranking.Select(static row =>
                            (IReadOnlyList<string>)
                                [
                                    row.Name,
                                    row.Value.ToString("0.0000", CultureInfo.InvariantCulture),
                                    row.Members.Count.ToString(CultureInfo.InvariantCulture),
                                ]),
                    ],
                    leftColumns: 1);
                var missing = sweep.Members.Count - ranking.Sum(static row => row.Members.Count);
                if (missing > 0)
                {
                    Console.Out.WriteLine(
                        string.Create(CultureInfo.InvariantCulture, $"{missing} of {sweep.Members.Count} members are not done."));
                }

                var best = ranking[0].Members[0];
                Console.Out.WriteLine($"take: {best.ShortName} ({best.Experiment.Label})");
                return ExitCodes.Done;
            });
        return command;
    }
}
