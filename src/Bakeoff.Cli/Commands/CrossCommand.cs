using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Corpora;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff cross A B C</c>: trains an experiment on each corpus and tests it on each; a sweep over corpora.</summary>
internal static class CrossCommand
{
    public static Command Create()
    {
        var corpora = new Argument<string[]>("corpora")
        {
            Description = "Corpora, as 'datasets' lists them, at least two; or one that is made of others. None: those of the experiment.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        corpora.CompletionSources.Add(_ =>
            Workspace.TryFind(Environment.CurrentDirectory) is { } workspace ? DatasetCatalogue.Names(workspace.Corpora) : []);
        var command = new Command(
            "cross",
            "Trains an experiment on each corpus and tests it on each, and trains on all but one, for the labels that all have. Ends with a "
                + "matrix of test UAR. Run again, it does only what is missing.")
        {
            corpora,
        };
        var choice = new ExperimentChoice(command, "cross");
        var workers = SweepCommand.AddWorkers(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = Workspace.Find(Environment.CurrentDirectory);
                var named = DatasetCatalogue.Divide(string.Join(',', parsed.GetValue(corpora)!));
                string[] dataset = named is [""] ? [] : [$"dataset={string.Join(',', named)}"];
                var sweep = SweepSession.Open(
                    workspace,
                    choice.Name(parsed),
                    [.. choice.Sets(parsed), .. dataset, "sweep={cross: true}"]);
                var result = await sweep.RunAsync(
                    parsed.GetValue(workers),
                    choice.Threads(parsed),
                    new SweepObserver(Console.Out, sweep.Members.Count),
                    cancellationToken);
                return SweepPrinter.Print(workspace, result, sweep.TablePath, Console.Out, Console.Error);
            });
        return command;
    }
}
