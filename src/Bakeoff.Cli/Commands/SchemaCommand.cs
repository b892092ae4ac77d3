using System.CommandLine;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff schema</c>: writes the JSON schema that editors check experiments with.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", $"Writes {ExperimentSchema.RelativePath}, by which editors complete and check experiments.");
        command.SetAction(_ => Console.Out.WriteLine(ExperimentSchema.Save(Workspace.Find(Environment.CurrentDirectory).Root)
            ? $"{ExperimentSchema.RelativePath}: written"
            : $"{ExperimentSchema.RelativePath}: nothing changed"));
        return command;
    }
}
