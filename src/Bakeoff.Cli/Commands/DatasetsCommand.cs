using System.CommandLine;
using Bakeoff.Corpora;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff datasets</c>: lists the corpora, <c>datasets describe NAME</c> tells about one.</summary>
internal static class DatasetsCommand
{
    public static Command Create()
    {
        var command = new Command("datasets", "Lists the corpora that experiments can use.");
        command.SetAction(_ =>
        {
            foreach (var (_, dataset) in DatasetCatalogue.Read(Workspace.Find(Environment.CurrentDirectory).Corpora))
            {
                Console.Out.WriteLine($"{dataset.Name,-14} {dataset.Title}");
            }
        });

        var name = new Argument<string>("name") { Description = "Name of the corpus." };
        name.CompletionSources.Add(_ => Workspace.TryFind(Environment.CurrentDirectory) is { } workspace ? DatasetCatalogue.Names(workspace.Corpora) : []);
        var describe = new Command("describe", "Shows licence, citation, sources, counts, and what is on this machine.") { name };
        describe.SetAction(parsed => Console.Out.Write(DatasetCatalogue.Describe(Workspace.Find(Environment.CurrentDirectory).Corpora, parsed.GetValue(name)!)));
        command.Subcommands.Add(describe);
        return command;
    }
}
