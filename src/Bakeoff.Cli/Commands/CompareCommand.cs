using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff compare [NAME...]</c>: experiments side by side, or a leaderboard of all.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("names")
        {
            Description =
                "Experiments with results, or members of a sweep; a sweep's name stands for all its members, and members that "
                    + "differ in their seed alone are one row. None: a leaderboard of everything.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.CompletionSources.Add(ExperimentName.Complete);
        var markdown = new Option<bool>("--md")
        {
            Description = "Write Markdown: a table of results to publish, with the command that makes each row.",
        };
        var csv = new Option<bool>("--csv") { Description = "Write CSV, one row an experiment." };
        var json = new Option<bool>("--json") { Description = "Write JSON with every figure." };
        var html = new Option<string?>("--html")
        {
            Description =
                "Where to write the page. Default: artifacts/experiments/comparison.html, and none beside --md, --csv and --json.",
            HelpName = "path",
        };
        var by = new Option<string?>("--by")
        {
            Description =
                "Metric that orders the experiments, or 'order' for the order named. Default: validation_uar, of classifiers inner_uar; "
                    + "whoever takes the best by a metric of the test clips has chosen on them.",
            HelpName = "metric",
        };
        by.TakesOneOf([.. Ranking.Names]);
        var command = new Command(
            "compare",
            "Compares results: figures with their standard deviation over seeds and 95 % intervals over clips, the parameters that "
                + "differ, paired differences on the same clips; and writes a page, and its charts as SVG, PNG and PDF beside it.")
        {
            names,
            by,
            markdown,
            csv,
            json,
            html,
        };
        command.Validators.Add(result =>
        {
            if (new[] { markdown, csv, json }.Count(result.GetValue) > 1)
            {
                result.AddError("--md, --csv and --json exclude each other, expected at most one.");
            }
        });
        command.SetAction(parsed => Compare(
            ExperimentName.ReadAll(parsed.GetValue(names)!),
            parsed.GetValue(by) is { } asked ? Ranking.By(asked) : Ranking.Usual,
            parsed.GetValue(json) ? Format.Json
            : parsed.GetValue(csv) ? Format.Csv
            : parsed.GetValue(markdown) ? Format.Markdown
            : Format.Text,
            parsed.GetValue(html)));
        return command;
    }

    private static void Compare(IReadOnlyList<string> names, Ranking ranking, Format format, string? page)
    {
        var workspace = Workspace.Find(Environment.CurrentDirectory);
        var comparison = SeedNotes.Add(workspace, Comparer.Compare(workspace, names, ranking));
        switch (format)
        {
            case Format.Json:
                ComparisonJson.Print(comparison, Console.Out);
                break;
            case Format.Csv:
                ComparisonCsv.Print(comparison, Console.Out);
                break;
            case Format.Markdown:
                ComparisonMarkdown.Print(comparison, ranking, Console.Out);
                break;
            default:
                new ComparisonText(Console.Out, MemberNumbers.Read(workspace, comparison), ranking).Print(comparison);
                ComparisonPage.WriteAndName(comparison, ranking, page ?? ComparisonPage.UsualPath(workspace), Console.Out);
                return;
        }

        if (page is not null)
        {
            ComparisonPage.Write(comparison, ranking, page);
        }
    }

    private enum Format
    {
        Text,
        Markdown,
        Csv,
        Json,
    }
}
