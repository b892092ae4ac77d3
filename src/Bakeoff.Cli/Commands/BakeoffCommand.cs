using System.CommandLine;
using System.CommandLine.Help;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;

namespace Bakeoff.Cli.Commands;

/// <summary>The command <c>bakeoff</c> with everything under it.</summary>
internal static class BakeoffCommand
{
    /// <summary>The command for a command line: with what its first word names, or with everything where it names nothing.</summary>
    /// <remarks>To make all takes a tenth of a second, more than many a command itself.</remarks>
    public static RootCommand Create(IReadOnlyList<string> args)
    {
        var bakeoff = CommandName.Typed;
        IReadOnlyList<CommandGroup> groups =
        [
            new("make", [
                new("new", NewCommand.Create, $"{bakeoff} new emotions"),
                new("init", InitCommand.Create, $"{bakeoff} init my-lstm --extends=lstm-baseline"),
                new("datasets", DatasetsCommand.Create, $"{bakeoff} datasets add recordings/"),
                new("encoders", EncodersCommand.Create, $"{bakeoff} encoders fetch facebook/wav2vec2-base"),
                .. ExperimentStages.All.Select(stage => new CommandEntry(
                    stage.Name,
                    () => StageCommand.Create(stage.Name, stage.Description),
                    $"{bakeoff} {stage.Name} lstm-baseline --set=training.epochs=5")),
                new("sweep", SweepCommand.Create, $"{bakeoff} sweep my-sweep --workers=2"),
                new("cross", CrossCommand.Create, $"{bakeoff} cross emodb savee ravdess"),
            ]),
            new("look", [
                new("list", ListCommand.Create, $"{bakeoff} list"),
                new("show", ShowCommand.Create, $"{bakeoff} show lstm-baseline lstm-speaker"),
                new("explain", ExplainCommand.Create, $"{bakeoff} explain features.n_mfcc"),
                new("status", StatusCommand.Create, $"{bakeoff} status lstm-baseline"),
                new("compare", CompareCommand.Create, $"{bakeoff} compare lstm-baseline lstm-speaker"),
                new("best", BestCommand.Create, $"{bakeoff} best my-sweep --by=validation_uar"),
                new("plot", PlotCommand.Create, $"{bakeoff} plot spectrogram clip.wav"),
                new("ui", UiCommand.Create, $"{bakeoff} ui lstm-baseline"),
            ]),
            new("use", [
                new("predict", PredictCommand.Create, $"{bakeoff} predict lstm-baseline clip.wav"),
                new("explain-clip", ExplainClipCommand.Create, $"{bakeoff} explain-clip tess-loso clip.wav"),
                new("features", FeaturesCommand.Create, $"{bakeoff} features clips/ --set=egemaps_v02"),
                new("serve", ServeCommand.Create, $"{bakeoff} serve lstm-baseline --port=8080"),
                new("export", ExportCommand.Create, $"{bakeoff} export lstm-baseline"),
                new("engines", EnginesCommand.Create, $"{bakeoff} engines"),
            ]),
            new("share", [
                new("paper", PaperCommand.Create, $"{bakeoff} paper lstm-baseline lstm-speaker --output=paper"),
                new("pin", PinCommand.Create, $"{bakeoff} pin lstm-baseline"),
                new("reproduce", ReproduceCommand.Create, $"{bakeoff} reproduce lstm-baseline"),
                new("register", RegisterCommand.Create, $"{bakeoff} register lstm-baseline"),
                new("sync", SyncCommand.Create, $"{bakeoff} sync --to=http://localhost:5000"),
            ]),
            new("keep in order", [
                new("doctor", DoctorCommand.Create, $"{bakeoff} doctor"),
                new("verify", VerifyCommand.Create, $"{bakeoff} verify --deep"),
                new("clean", CleanCommand.Create, $"{bakeoff} clean --dry-run"),
                new("schema", SchemaCommand.Create, $"{bakeoff} schema"),
                new("completions", CompletionsCommand.Create, $"eval \"$({bakeoff} completions bash)\""),
            ]),
        ];
        var root = new RootCommand(
            "Reproducible experiments in speech emotion recognition: one YAML file an experiment, the same bits on every machine.");
        var entries = groups.SelectMany(static group => group.Commands).ToList();
        var named = entries.Where(entry => args is [var first, ..] && entry.Name == first).ToList();
        foreach (var entry in named.Count > 0 ? named : entries)
        {
            root.Subcommands.Add(entry.Create());
        }

        root.Options.OfType<HelpOption>().Single().Action = new HelpPrinter(groups);
        return root;
    }
}
