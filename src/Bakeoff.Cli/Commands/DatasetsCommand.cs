using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Output;
using Bakeoff.Cli.Scaffolding;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Checking;
using Bakeoff.Corpora.Formats;
using Bakeoff.Corpora.Guessing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff datasets</c>: lists the corpora; its subcommands show, check and add one.</summary>
internal static class DatasetsCommand
{
    public static Command Create()
    {
        var command = new Command("datasets", "Lists the corpora that experiments can use.");
        command.SetAction(_ =>
        {
            var datasets = DatasetCatalogue.Read(Workspace.Find(Environment.CurrentDirectory).Corpora);
            var width = 1 + datasets.Max(static dataset => dataset.Name.Length);
            foreach (var dataset in datasets)
            {
                Wrapped.WriteFact(dataset.Name, dataset.Title, width, Console.Out);
            }
        });

        var name = new Argument<string>("name") { Description = "Name of the corpus." };
        name.CompletionSources.Add(_ =>
            Workspace.TryFind(Environment.CurrentDirectory) is { } workspace ? DatasetCatalogue.Names(workspace.Corpora) : []);
        var describe = new Command("describe", "Shows licence, citation, sources, counts, and what is on this machine.") { name };
        describe.SetAction(parsed =>
        {
            var folders = Workspace.Find(Environment.CurrentDirectory).Corpora;
            var dataset = DatasetCatalogue.Read(folders, parsed.GetValue(name)!);
            DatasetText.Write(dataset, LocalRecordings.Find(folders, dataset), Console.Out);
        });
        command.Subcommands.Add(describe);
        command.Subcommands.Add(CreateCheck(name));
        command.Subcommands.Add(CreateAdd());
        command.Subcommands.Add(ImportCommand.Create());
        return command;
    }

    private static Command CreateCheck(Argument<string> name)
    {
        var names = new Option<string>("--names")
        {
            Description = "Text file of the corpus's file names, one a line, or JSON-lines of EmoBox.",
            HelpName = "file",
            Required = true,
        };
        var check = new Command("check", "Compares a description with a list of real file names: what fits, and the counts.")
        {
            name,
            names,
        };
        check.SetAction(parsed =>
        {
            var dataset = DatasetCatalogue.Read(Workspace.Find(Environment.CurrentDirectory).Corpora, parsed.GetValue(name)!);
            var result = NameCheck.Run(dataset, NameList.Read(parsed.GetValue(names)!));
            NameCheckText.Write(dataset.Name, result, Console.Out);
            return result.Differences.Count == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return check;
    }

    private static Command CreateAdd()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of recordings." };
        var name = new Option<string?>("--name") { Description = "Name of the corpus. Default: the folder's.", HelpName = "name" };
        var add = new Command("add", "Describes a folder of recordings: guesses from their names what label, speaker and text are.")
        {
            folder,
            name,
        };
        add.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetValue(folder)!);
            var workspace = Workspace.Find(Environment.CurrentDirectory);
            if (!Directory.Exists(path))
            {
                Console.Error.WriteLine($"{path}: there is no such folder, expected one with recordings. Correct the path.");
                return ExitCodes.UserError;
            }

            var corpus = parsed.GetValue(name)
                ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)).ToLowerInvariant().Replace(' ', '-');
            var files = CorpusFolder.Open(corpus, path).AudioFiles;
            if (NamePattern.Guess(files) is not { } guess)
            {
                Console.Error.WriteLine(
                    $"{path}: {(files.Count == 0 ? "there are no recordings" : "neither names nor folders tell labels apart")}, "
                        + "expected names like 'anna_happy_03.wav' or a folder for each label. Where a table states the labels, copy "
                        + "experiments/datasets/manifest.yaml.");
                return ExitCodes.UserError;
            }

            var file = DatasetFile.Write(workspace, corpus, guess);
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetRelativePath(Environment.CurrentDirectory, file)}: written. The pattern fits {guess.FitCount} of "
                        + $"{guess.FileCount} recordings:"));
            WriteGuess(
                "labels",
                [
                    .. guess
                        .Labels.OrderBy(static l => l.Key, StringComparer.Ordinal)
                        .Select(static l => l.Key == l.Value ? l.Key : $"{l.Key} = {l.Value}"),
                ]);
            WriteGuess("speakers", guess.Speakers);
            WriteGuess("texts", guess.Texts);
            Console.Out.WriteLine("Correct the file where that is wrong, then, once with the folder of the recordings:");
            Console.Out.WriteLine($"  {CommandName.Typed} init my-experiment --dataset={corpus}");
            Console.Out.WriteLine($"  {CommandName.Typed} index my-experiment {CommandName.Quote($"--set=dataset.source={path}")}");
            return ExitCodes.Done;
        });
        return add;
    }

    private static void WriteGuess(string what, IReadOnlyList<string> values)
    {
        const int shown = 8;
        var text =
            values.Count == 0
                ? "unknown"
                : string.Create(CultureInfo.InvariantCulture, $"{values.Count}: ")
                    + string.Join(", ", values.Take(shown))
                    + (values.Count > shown ? ", ..." : "");
        Wrapped.WriteRow(what, text, 8, Console.Out);
    }
}
