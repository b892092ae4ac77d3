using System.CommandLine;
using Bakeoff.Experiments.Projects;
using Bakeoff.Neural.Engines;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff engines</c>: lists what can train or run networks, <c>engines install NAME --from=FOLDER</c> adds one.</summary>
internal static class EnginesCommand
{
    public static Command Create()
    {
        var command = new Command(
            "engines",
            "Lists the engines that train or run ONNX files: the managed one and those installed under artifacts/engines.");
        command.SetAction(_ => List(Workspace.Find(Environment.CurrentDirectory).EnginesFolder));
        command.Subcommands.Add(CreateInstall());
        return command;
    }

    private static Command CreateInstall()
    {
        var name = new Argument<string>("name") { Description = "Name of the engine: torchsharp, onnxruntime, or one of yours." };
        var from = new Option<string>("--from")
        {
            Description = "Folder that 'dotnet publish' of the engine's project wrote.",
            HelpName = "folder",
            Required = true,
        };
        var command = new Command("install", "Checks that a published engine runs here, and installs it in the place of an earlier one.")
        {
            name,
            from,
        };
        command.SetAction(parsed =>
        {
            var engines = Workspace.Find(Environment.CurrentDirectory).EnginesFolder;
            var manifest = EngineInstaller.Install(parsed.GetValue(name)!, Path.GetFullPath(parsed.GetValue(from)!), engines);
            var use = new EngineCatalogue(engines).Load<IEngine>(manifest.Engine).Engine is IModelEngine
                ? "'features: {kind: {onnx: {model: FILE.onnx, sample_rate_hz: 16000}}}' in an experiment, or 'segment: {by: silero, model: FILE.onnx}' "
                    + "in the description of a corpus"
                : $"'engine: {manifest.Engine}' in an experiment, or --set=engine={manifest.Engine}";
            Console.Out.WriteLine($"{manifest.Engine} {manifest.Version}: installed. Use it with {use}.");
        });
        return command;
    }

    private static int List(string folder)
    {
        var catalogue = new EngineCatalogue(folder);
        Console.Out.WriteLine($"{ManagedEngine.EngineName, -14} {ManagedEngine.Instance.Version}, on cpu, the same bits everywhere");
        var exitCode = ExitCodes.Done;
        foreach (var name in catalogue.Names())
        {
            try
            {
                var engine = catalogue.Load<IEngine>(name).Engine;
                var use = engine is ITrainingEngine trains ? $"on {trains.ResolveDevice("auto")}" : "runs ONNX files";
                Console.Out.WriteLine($"{name, -14} {engine.Version}, {use}");
            }
            catch (EngineException exception)
            {
                Console.Out.WriteLine(exception.Message);
                exitCode = ExitCodes.CheckFailed;
            }
        }

        return exitCode;
    }
}
