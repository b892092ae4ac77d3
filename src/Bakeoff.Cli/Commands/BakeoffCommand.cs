using System.CommandLine;

namespace Bakeoff.Cli.Commands;

/// <summary>The command <c>bakeoff</c> with everything under it.</summary>
internal static class BakeoffCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Reproducible experiments in speech emotion recognition. One YAML file an experiment; the same bits on every machine.");
        foreach (var stage in StageCommand.CreateAll())
        {
            root.Subcommands.Add(stage);
        }

        root.Subcommands.Add(PredictCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(SweepCommand.Create());
        root.Subcommands.Add(CompareCommand.Create());
        root.Subcommands.Add(PlotCommand.Create());
        root.Subcommands.Add(StatusCommand.Create());
        root.Subcommands.Add(ShowCommand.Create());
        root.Subcommands.Add(DatasetsCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(PinCommand.Create());
        root.Subcommands.Add(ReproduceCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(RegisterCommand.Create());
        root.Subcommands.Add(SyncCommand.Create());
        root.Subcommands.Add(UiCommand.Create());
        root.Subcommands.Add(CleanCommand.Create());
        root.Subcommands.Add(EnginesCommand.Create());
        root.Subcommands.Add(NewCommand.Create());
        root.Subcommands.Add(SchemaCommand.Create());
        root.Subcommands.Add(CompletionsCommand.Create());
        return root;
    }
}
