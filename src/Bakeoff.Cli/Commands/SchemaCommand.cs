using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;

namespace Bakeoff.Cli.Commands;

/// <summary>
/// <c>bakeoff schema</c>: writes what editors and build tasks know of experiments: the JSON schema and the list of stages.
/// </summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command(
            "schema",
            $"Writes the files that follow from the options: {ExperimentSchema.RelativePath}, with which editors complete and check "
                + $"experiments, and {StageList.RelativePath} for the build tasks.");
        command.SetAction(static _ =>
        {
            var root = Workspace.Find(Environment.CurrentDirectory).Root;
            Report(ExperimentSchema.RelativePath, ExperimentSchema.Save(root));
            Report(StageList.RelativePath, StageList.Save(root));

            // A project of one's own has `bakeoff explain` in place of the page.
            var page = Path.Combine(root, KeyPage.RelativePath);
            if (File.Exists(page))
            {
                var text = KeyPage.Write(ExplainCommand.Keys());
                var isOld = File.ReadAllText(page) != text;
                if (isOld)
                {
                    File.WriteAllText(page, text);
                }

                Report(KeyPage.RelativePath, isOld);
            }
        });
        return command;
    }

    private static void Report(string path, bool isWritten) =>
        Console.Out.WriteLine($"{path}: {(isWritten ? "written" : "nothing changed")}");
}
