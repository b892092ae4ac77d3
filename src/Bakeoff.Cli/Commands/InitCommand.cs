using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Scaffolding;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff init NAME</c>: writes an experiment to start from.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Name of the new experiment: experiments/<name>.yaml." };
        var extends = new Option<string?>("--extends")
        {
            Description = "Build on another experiment and write only what differs.",
            HelpName = "name",
        };
        extends.CompletionSources.Add(ExperimentName.Complete);
        var dataset = new Option<string?>("--dataset", "-d")
        {
            Description = "Corpus to use. Default: folder, your own recordings.",
            HelpName = "name",
        };
        dataset.CompletionSources.Add(static _ =>
            Workspace.TryFind(Environment.CurrentDirectory) is { } workspace ? DatasetCatalogue.Names(workspace.Corpora) : []);
        var command = new Command("init", "Writes an experiment to start from: experiments/NAME.yaml, with a question to fill in.")
        {
            name,
            extends,
            dataset,
        };
        command.SetAction(parsed =>
        {
            var workspace = Workspace.Find(Environment.CurrentDirectory);
            var path = ExperimentFile.Write(workspace, parsed.GetValue(name)!, parsed.GetValue(extends), parsed.GetValue(dataset));

            // Whatever is wrong with the names it was given is said now and not at the first run.
            LocalRecordings recordings;
            try
            {
                var experiment = ExperimentReader.Read(workspace.Root, parsed.GetValue(name)!, []);
                recordings = LocalRecordings.Find(
                    workspace.Corpora,
                    DatasetCatalogue.Read(workspace.Corpora, experiment.Options.Dataset.Name));
            }
            catch
            {
                File.Delete(path);
                throw;
            }

            Console.Out.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, path)}: written. Next:");
            var typed = CommandName.Quote(parsed.GetValue(name)!);
            Console.Out.WriteLine($"  {CommandName.Typed} show {typed}");
            Console.Out.WriteLine(
                $"  {CommandName.Typed} report {typed}"
                    + (recordings.State == LocalState.OfExperiments ? " --set=dataset.source=FOLDER" : ""));
        });
        return command;
    }
}
