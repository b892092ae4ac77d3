using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Cli.Scaffolding;
using Bakeoff.Corpora.Importing;
using Bakeoff.Corpora.Importing.Audformat;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff datasets import</c>: a corpus as another tool describes it, taken over as a description and its table.</summary>
internal static class ImportCommand
{
    public static Command Create() =>
        new("import", "Takes over the description of a corpus from another tool.") { CreateEmoBox(), CreateAudformat() };

    private static Command CreateEmoBox()
    {
        var checkout = new Argument<string>("folder") { Description = "Checkout of github.com/emo-box/EmoBox." };
        var corpus = new Argument<string>("corpus") { Description = "EmoBox's name of the corpus, such as cafe." };
        var name = Name("emobox-CORPUS");
        var recordings = Recordings("downloads/CORPUS of the checkout");
        var emobox = new Command("emobox", "Imports lists, folds and labels of one corpus from EmoBox, and counts speakers on both sides.")
        {
            checkout,
            corpus,
            name,
            recordings,
        };
        emobox.SetAction(parsed =>
        {
            var folder = parsed.GetValue(checkout)!;
            var place = parsed.GetValue(recordings) ?? Path.Combine(folder, "downloads", parsed.GetValue(corpus)!);
            var lists = EmoBoxCorpus.Read(folder, parsed.GetValue(corpus)!, place);
            return Write(lists, parsed.GetValue(name) ?? $"emobox-{lists.Name}", Path.Combine(place, $"emobox-{lists.Name}.csv"));
        });
        return emobox;
    }

    private static Command CreateAudformat()
    {
        var database = new Argument<string>("folder") { Description = "Folder of a database in audformat, with db.yaml." };
        var tables = new Option<string[]>("--table")
        {
            Description = "Table whose rows are the clips, such as emotion.categories; may repeat, such as for those of train and test side.",
            DefaultValueFactory = _ => [],
            HelpName = "name",
        };
        var column = new Option<string?>("--column") { Description = "Column with the labels. Default: the table's only one.", HelpName = "name" };
        var name = Name("the database's");
        var recordings = Recordings("the database's");
        var audformat = new Command("audformat", "Imports clips, labels, speakers, columns and split of a database in audformat.")
        {
            database,
            tables,
            column,
            name,
            recordings,
        };
        audformat.SetAction(
            async (parsed, cancellationToken) =>
            {
                var choice = new AudformatChoice(parsed.GetValue(database)!)
                {
                    Tables = parsed.GetValue(tables)!,
                    Column = parsed.GetValue(column),
                };
                choice = parsed.GetValue(recordings) is { } place ? choice with { Recordings = place } : choice;
                var corpus = await AudformatCorpus.ReadAsync(choice, cancellationToken);
                var dataset = parsed.GetValue(name) ?? corpus.Name;
                return Write(corpus, dataset, Path.Combine(choice.Recordings, $"audformat-{dataset}.csv"));
            });
        return audformat;
    }

    private static Option<string?> Name(string otherwise) =>
        new("--name") { Description = $"Name of the description. Default: {otherwise}.", HelpName = "name" };

    private static Option<string?> Recordings(string otherwise) =>
        new("--recordings") { Description = $"Folder of the recordings, which gets the table. Default: {otherwise}.", HelpName = "folder" };

    private static int Write(ImportedCorpus corpus, string dataset, string table)
    {
        var description = DatasetFile.NewPath(Workspace.Find(Environment.CurrentDirectory), dataset);
        ImportedFiles.Write(corpus, description, table);
        Console.Out.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, description)}: written");
        Console.Out.WriteLine($"{table}: written");
        var folds = corpus.Folds.Count == 0 ? "" : $", {Quantity.Of(corpus.Folds.Count, "fold")}";
        Console.Out.WriteLine($"{Quantity.Of(corpus.Clips.Count, "clip")}{folds}");
        foreach (var line in corpus.Folds.Select(static fold => fold.Describe()).Concat(corpus.Notes))
        {
            Wrapped.WriteItem(line, Console.Out);
        }

        Console.Out.WriteLine("In an experiment:");
        Console.Out.WriteLine($"  dataset: {dataset}");
        if (ImportedFiles.Split(corpus) is { } split)
        {
            Console.Out.WriteLine($"  {split}");
        }

        return ExitCodes.Done;
    }
}
