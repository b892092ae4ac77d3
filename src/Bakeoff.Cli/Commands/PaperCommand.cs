using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Papers;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff paper NAME... --output=FOLDER</c>: tables, figures, method, references and a bundle.</summary>
internal static class PaperCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("names")
        {
            Description =
                "Finished experiments, or members of a sweep; a sweep's name stands for all its members, and members that differ in their "
                    + "seed alone are one row. Tables have them in this order.",
            Arity = ArgumentArity.OneOrMore,
        };
        names.CompletionSources.Add(ExperimentName.Complete);
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder to write to, new or empty.",
            HelpName = "folder",
            Required = true,
        };
        var authors = new Option<string[]>("--author")
        {
            Description = "Author of the results, for the bundle; may repeat. Default: none is named.",
            DefaultValueFactory = _ => [],
            HelpName = "name",
        };
        var licence = new Option<string?>("--licence")
        {
            Description = "Licence of the bundle by its SPDX identifier, such as CC-BY-4.0. Default: none is stated.",
            HelpName = "identifier",
        };
        var command = new Command(
            "paper",
            "Writes what a paper on finished experiments needs: LaTeX tables, figures as PDF, the method with all settings, BibTeX, a "
                + "document that shows all of it, and a bundle to publish (an RO-Crate without recordings).")
        {
            names,
            output,
            authors,
            licence,
        };
        command.Validators.Add(result =>
        {
            var typed = result.GetValue(names) ?? [];
            if (typed.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Skip(1).Any()) is { } twice)
            {
                result.AddError($"'{twice.Key}' is named twice, expected each experiment once. Leave one out.");
            }

            if (result.GetValue(licence) is { } stated && !IsIdentifier(stated))
            {
                result.AddError(
                    $"--licence is '{stated}', expected an SPDX identifier: letters, digits, hyphens and dots, such as CC-BY-4.0.");
            }
        });
        command.SetAction((parsed, _) => WriteAsync(
            ExperimentName.ReadAll(parsed.GetValue(names)!),
            new PaperOptions(parsed.GetValue(output)!)
            {
                Authors = parsed.GetValue(authors)!,
                Licence = parsed.GetValue(licence),
            }));
        return command;
    }

    private static async Task<int> WriteAsync(IReadOnlyList<string> names, PaperOptions options)
    {
        var workspace = Workspace.Find(Environment.CurrentDirectory);
        var comparison = SeedNotes.Add(workspace, Comparer.Compare(workspace, names, Ranking.By(Ranking.AsNamed)));
        Print(await Paper.WriteAsync(workspace, comparison, options));
        return ExitCodes.Done;
    }

    private static bool IsIdentifier(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '+');

    private static void Print(PaperResult result)
    {
        var place = Path.GetRelativePath(Environment.CurrentDirectory, result.Folder);
        var (tables, figures) = (Quantity.Of(result.Tables, "table"), Quantity.Of(result.Figures, "figure"));
        Console.Out.WriteLine($"paper: {tables}, {figures}, {Quantity.Of(result.References, "reference")} in {place}");
        var bundle = Path.Combine(place, Paper.BundleFile);
        Console.Out.WriteLine($"bundle: {Quantity.Of(result.BundledFiles, "file")} in {bundle}, an RO-Crate");
        foreach (var note in result.Notes)
        {
            Console.Out.WriteLine($"note: {note}");
        }
    }
}
