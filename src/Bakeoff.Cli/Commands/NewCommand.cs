using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Scaffolding;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff new FOLDER</c>: makes a project in which everything runs.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of the project: new, or empty." };
        var command = new Command("new", "Makes a project: experiments to start from, corpora, Cake files, a workflow for GitHub.")
        {
            folder,
        };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(folder)!;
            var files = ProjectScaffold.Create(name, CommandName.Packages);
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: a project of {files.Count} files, with Bakeoff {ProjectTemplate.ToolVersion}."));
            if (CommandName.Packages is [])
            {
                Console.Out.WriteLine(
                    "This Bakeoff was compiled, not installed: before the first step, make its packages with 'dotnet cake --target=Pack'");
                Console.Out.WriteLine(
                    "in its repository, and name the folder with 'dotnet nuget add source FOLDER'.");
            }
            else
            {
                Console.Out.WriteLine("packages/ has this Bakeoff for machines like this one; its README tells where others get theirs.");
            }

            Console.Out.WriteLine("Next:");
            Console.Out.WriteLine($"  cd {CommandName.Quote(name)}");
            Console.Out.WriteLine(
                OperatingSystem.IsWindows()
                    ? "  ./build.ps1 --target=Report --experiment=quickstart"
                    : "  ./build.sh --target=Report --experiment=quickstart");
        });
        return command;
    }
}
