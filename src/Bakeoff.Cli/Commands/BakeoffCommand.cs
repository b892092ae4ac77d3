using System.CommandLine;
using System.CommandLine.Help;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary>The command <c>bakeoff</c> with everything under it.</summary>
internal static class BakeoffCommand
{
    public static RootCommand Create()
    {
        var bakeoff = CommandName.Typed;
        IReadOnlyList<CommandGroup> groups =
        [
            new("make", [
                (NewCommand.Create(), $"{bakeoff} new emotions"),
                (InitCommand.Create(), $"{bakeoff} init my-lstm --extends=lstm-baseline"),
                (DatasetsCommand.Create(), $"{bakeoff} datasets add recordings/"),
                .. StageCommand.CreateAll().Select(stage => (stage, $"{bakeoff} {stage.Name} lstm-baseline --set=training.epochs=5")),
                (SweepCommand.Create(), $"{bakeoff} sweep my-sweep --workers=2"),
                (CrossCommand.Create(), $"{bakeoff} cross emodb savee ravdess"),
            ]),
            new("look", [
                (ListCommand.Create(), $"{bakeoff} list"),
                (ShowCommand.Create(), $"{bakeoff} show lstm-baseline lstm-speaker"),
                (ExplainCommand.Create(), $"{bakeoff} explain features.n_mfcc"),
                (StatusCommand.Create(), $"{bakeoff} status lstm-baseline"),
                (CompareCommand.Create(), $"{bakeoff} compare lstm-baseline lstm-speaker"),
                (BestCommand.Create(), $"{bakeoff} best my-sweep --by=validation_uar"),
                (PlotCommand.Create(), $"{bakeoff} plot spectrogram clip.wav"),
                (UiCommand.Create(), $"{bakeoff} ui lstm-baseline"),
            ]),
            new("use", [
                (PredictCommand.Create(), $"{bakeoff} predict lstm-baseline clip.wav"),
                (FeaturesCommand.Create(), $"{bakeoff} features clips/ --set=egemaps_v02"),
                (ServeCommand.Create(), $"{bakeoff} serve lstm-baseline --port=8080"),
                (ExportCommand.Create(), $"{bakeoff} export lstm-baseline"),
                (EnginesCommand.Create(), $"{bakeoff} engines"),
            ]),
            new("share", [
                (PinCommand.Create(), $"{bakeoff} pin lstm-baseline"),
                (ReproduceCommand.Create(), $"{bakeoff} reproduce lstm-baseline"),
                (RegisterCommand.Create(), $"{bakeoff} register lstm-baseline"),
                (SyncCommand.Create(), $"{bakeoff} sync --to=http://localhost:5000"),
            ]),
            new("keep in order", [
                (DoctorCommand.Create(), $"{bakeoff} doctor"),
                (VerifyCommand.Create(), $"{bakeoff} verify --deep"),
                (CleanCommand.Create(), $"{bakeoff} clean --dry-run"),
                (SchemaCommand.Create(), $"{bakeoff} schema"),
                (CompletionsCommand.Create(), $"eval \"$({bakeoff} completions bash)\""),
            ]),
        ];
        var root = new RootCommand(
            "Reproducible experiments in speech emotion recognition: one YAML file an experiment, the same bits on every machine.");
        foreach (var (command, _) in groups.SelectMany(static group => group.Commands))
        {
            root.Subcommands.Add(command);
        }

        root.Options.OfType<HelpOption>().Single().Action = new HelpPrinter(groups);
        return root;
    }
}
