using System.CommandLine;
using Bakeoff.Experiments.Projects;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff verify</c>: compares what the store holds with what was recorded.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command(
            "verify",
            "Checks every stored result against its record. Damaged ones are named and set aside; they are made again when needed. "
                + "Exit code 1 when there are any.");
        var deep = new Option<bool>("--deep") { Description = "Read every file and compare its SHA-256, not only its length." };
        command.Options.Add(deep);
        command.SetAction(parsed =>
        {
            var store = new ArtifactStore(Workspace.Find(Environment.CurrentDirectory).StoreFolder, TimeProvider.System);
            var entries = store.Entries().ToList();
            var damaged = 0;
            foreach (var entry in entries)
            {
                if ((parsed.GetValue(deep) ? entry.FindDamageDeep() : entry.FindDamage()) is { } fault)
                {
                    damaged++;
                    Console.Out.WriteLine(
                        $"{entry.Record.Content.Stage}/{Path.GetFileName(entry.Folder)}: {fault}; moved to {store.SetAside(entry.Folder)}");
                }
            }

            Console.Out.WriteLine(FormattableString.Invariant($"{entries.Count} results checked, {damaged} damaged"));
            return damaged == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }
}
