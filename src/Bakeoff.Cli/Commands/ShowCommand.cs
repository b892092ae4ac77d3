using System.CommandLine;
using Bakeoff.Experiments.Configuration;
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
        name.CompletionSources.Add(_ => Workspace.TryFind(Environment.CurrentDirectory)?.ExperimentNames() ?? []);
        other.CompletionSources.Add(_ => Workspace.TryFind(Environment.CurrentDirectory)?.ExperimentNames() ?? []);
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
            var left = ExperimentReader.Read(root, parsed.GetValue(name)!, parsed.GetValue(sets)!);
            Console.Out.Write(
                parsed.GetValue(other) is { } second
                    ? ExperimentPrinter.PrintDifferences(left, ExperimentReader.Read(root, second, []))
                    : ExperimentPrinter.Print(left));
        });
        return command;
    }
}
