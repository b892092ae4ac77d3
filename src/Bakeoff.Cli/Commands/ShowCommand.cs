using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary>
/// <c>bakeoff show NAME [OTHER]</c>: the resolved experiment with where each value came from, or what differs between two.
/// </summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Name of the experiment." };
        var other = new Argument<string?>("other")
        {
            Description = "A second experiment: only what differs is printed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var sets = new Option<string[]>("--set", "-s")
        {
            Description = "Overrides one value of the YAML; may repeat.",
            DefaultValueFactory = _ => [],
            HelpName = "key=value",
        };
        name.CompletionSources.Add(ExperimentName.Complete);
        other.CompletionSources.Add(ExperimentName.Complete);
        var command = new Command(
            "show",
            "Prints an experiment with every default and where each value came from; of two experiments, only what differs.")
        {
            name,
            other,
            sets,
        };
        command.SetAction(parsed =>
        {
            var root = Workspace.Find(Environment.CurrentDirectory).Root;
            var left = Read(root, parsed.GetValue(name)!, parsed.GetValue(sets)!);
            if (parsed.GetValue(other) is { } second)
            {
                Console.Out.Write(ExperimentPrinter.PrintDifferences(left, Read(root, second, [])));
                return;
            }

            Console.Out.WriteLine(left.Name);
            if (left.Options.Question is { Length: > 0 } question)
            {
                Wrapped.Write($"Question: {question}", 0, Console.Out);
            }

            Console.Out.WriteLine();
            Console.Out.Write(ExperimentPrinter.Print(left));
            if (left.Options.Model is not null)
            {
                Console.Out.WriteLine();
                LayerTable.Write(left, Workspace.Find(Environment.CurrentDirectory).Corpora, Console.Out);
            }

            PrintMembers(SweepExpander.Expand(left));
        });
        return command;
    }

    private static ResolvedExperiment Read(string root, string typed, IReadOnlyList<string> sets) =>
        ExperimentReader.Read(root, ExperimentName.Read(typed, sets), sets);

    private static void PrintMembers(IReadOnlyList<SweepMember> members)
    {
        if (members is [{ Changes.Count: 0 }])
        {
            return;
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{members.Count} members, each with a name that can be typed"));
        foreach (var member in members)
        {
            Console.Out.WriteLine($"  {member.ShortName}  {member.Experiment.Label}");
        }
    }
}
