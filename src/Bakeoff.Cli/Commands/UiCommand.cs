using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Cli.Pages;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Mlflow;
using Bakeoff.Options.Files;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff ui [NAME]</c>: shows the runs in MLflow's pages, or in the comparison page where there is no MLflow.</summary>
internal static class UiCommand
{
    private const int UsualPort = 5000;
    private static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var name = ExperimentName.CreateArgument("Experiment to show first. None: the start page.");
        var port = new Option<int?>("--port")
        {
            Description = "Port of MLflow's server on this computer. Default: the first free one from 5000.",
            HelpName = "number",
        };
        port.TakesNumber(1, ushort.MaxValue);
        var folder = new Option<bool>("--folder")
        {
            Description = "Show mlruns/ itself, where a running training grows as you look. MLflow 3.10 and later get a copy in SQLite "
                + "without this.",
        };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Print the address and open no browser." };
        var command = new Command(
            "ui",
            "Opens MLflow's pages on the runs: starts the MLflow found on this computer (mlflow, uvx or pipx), or opens the server in "
                + "MLFLOW_TRACKING_URI.")
        {
            name,
            port,
            folder,
            noBrowser,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = Workspace.Find(Environment.CurrentDirectory);
                var request = new UiRequest(
                    workspace,
                    parsed.GetValue(name) is { } typed ? SweepNames.FileOf(ExperimentName.Read(typed, [])) : null,
                    parsed.GetValue(port),
                    parsed.GetValue(folder),
                    !parsed.GetValue(noBrowser));
                var store = TrackingStore.Open(workspace, address: null);
                await using (store)
                {
                    if (store.IsServer)
                    {
                        if ((await store.CheckAsync(ServerPatience, cancellationToken)).Problem is { } problem)
                        {
                            throw new TrackingException(problem);
                        }

                        Show(request, await PageServer.PageOfAsync(store, request.Experiment, cancellationToken));
                        return ExitCodes.Done;
                    }
                }

                return await ShowFolderAsync(request, store.TrackingUri, cancellationToken);
            });
        return command;
    }

    private static async Task<int> ShowFolderAsync(UiRequest request, string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine(
                $"ui: there are no runs yet in {folder}, expected some. Make one with '{CommandName.Typed} report', or name a server in "
                    + $"MLFLOW_TRACKING_URI.");
            return ExitCodes.UserError;
        }

        if (await MlflowProgram.FindAsync(Console.Out, cancellationToken) is not { } program)
        {
            return ShowComparison(request);
        }

        if (request.Port is { } wanted && !PageServer.IsFree(wanted))
        {
            Console.Error.WriteLine(
                FormattableString.Invariant(
                    $"ui: --port is {wanted}, where another program listens, expected a free port. Choose another, or leave it out."));
            return ExitCodes.UserError;
        }

        // MLflow decodes percent signs of a path, and drops what follows a hash or a question mark.
        var isOdd = folder.AsSpan().ContainsAny("%#?");
        if (program.CanMigrate && !request.ShowsFolder && !isOdd)
        {
            var database = new PageDatabase(request.Workspace, folder);
            if (await database.MakeAsync(program, Console.Out, cancellationToken))
            {
                return await ServeAsync(request, program, database.Address, cancellationToken);
            }
        }

        return await ServeAsync(request, program, isOdd ? FileAddress.Of(folder) : folder, cancellationToken);
    }

    private static async Task<int> ServeAsync(UiRequest request, MlflowProgram program, string backend, CancellationToken cancellationToken)
    {
        await using var server = PageServer.Start(program, request.Workspace.Root, backend, request.Port ?? PageServer.FreePort(UsualPort));
        Console.Out.WriteLine($"ui: {program.Text} {program.Version} on {backend}; Ctrl-C ends it");
        if (!await server.WaitUntilAnsweringAsync(cancellationToken))
        {
            Console.Error.WriteLine(
                $"ui: MLflow's server at {server.Address} did not start, expected it to answer. Its own lines above say why.");
            return ExitCodes.UserError;
        }

        await using var pages = MlflowStore.Open(server.Address);
        Show(request, await PageServer.PageOfAsync(pages, request.Experiment, cancellationToken));
        try
        {
            await server.WaitForEndAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how the pages are closed; nothing was interrupted.
        }

        return ExitCodes.Done;
    }

    private static int ShowComparison(UiRequest request)
    {
        Console.Out.WriteLine("ui: there is no MLflow on this computer. One of these gets it, then run the same command again:");
        Console.Out.WriteLine("  pip install mlflow          into the Python environment that is active");
        Console.Out.WriteLine("  pipx install mlflow         into one of its own; 'uv tool install mlflow' does the same");
        Console.Out.WriteLine("  https://docs.astral.sh/uv   brings uvx, which fetches MLflow when it is needed");
        Console.Out.WriteLine("Until then, this page compares everything that has results:");
        var page = ComparisonPage.UsualPath(request.Workspace);
        ComparisonPage.Write(Comparer.Compare(request.Workspace, [], Ranking.Usual), Ranking.Usual, page);
        Show(request, page);
        return ExitCodes.Done;
    }

    private static void Show(UiRequest request, string address)
    {
        Console.Out.WriteLine(address);
        if (request.OpensBrowser && !Browser.TryOpen(address))
        {
            Console.Out.WriteLine("ui: no browser could be opened here; open the address above yourself.");
        }
    }

    private sealed record UiRequest(Workspace Workspace, string? Experiment, int? Port, bool ShowsFolder, bool OpensBrowser);
}
