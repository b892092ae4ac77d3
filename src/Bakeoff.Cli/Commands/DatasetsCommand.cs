using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff datasets</c>: lists the corpora, <c>datasets describe NAME</c> shows one.</summary>
internal static class DatasetsCommand
{
    public static Command Create()
    {
        var command = new Command("datasets", "Lists the corpora that experiments can use.");
        command.SetAction(_ =>
        {
            foreach (var dataset in DatasetCatalogue.Read(Workspace.Find(Environment.CurrentDirectory).Corpora))
            {
                Console.Out.WriteLine($"{dataset.Name, -14} {dataset.Title}");
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
            Console.Out.Write(DatasetText.Write(dataset, LocalRecordings.Find(folders, dataset)));
        });
        command.Subcommands.Add(describe);
        return command;
    }
}
