using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Projects;
using Bakeoff.Models;
using Bakeoff.Numerics;
using Bakeoff.Serving;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff serve</c>: predictions over HTTP, until Ctrl-C.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "serve",
            "Serves a trained model over HTTP: POST /predict, a page to drop or record a clip, OpenAPI document, health and metrics. "
                + "Ends with Ctrl-C and exit code 0.");
        var name = ExperimentName.CreateArgument("Experiment whose model is served; the same as --experiment.");
        command.Arguments.Add(name);
        var model = new ModelChoice(command);
        var server = new ServerChoices(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var options = server.Read(parsed, model.RejectBelow(parsed, parsed.GetValue(name)));
                foreach (var problem in options.Validate())
                {
                    Console.Error.WriteLine($"bakeoff serve: --{problem.Key} {problem.Message} See '{CommandName.Typed} serve --help'.");
                    return Task.FromResult(ExitCodes.UserError);
                }

                return ServeAsync(
                    pool => model.Load(parsed, parsed.GetValue(name), pool),
                    model.Threads(parsed),
                    options,
                    cancellationToken);
            });
        return command;
    }

    private static async Task<int> ServeAsync(
        Func<WorkerPool, EmotionModel> load,
        int threads,
        ServerOptions options,
        CancellationToken cancellationToken)
    {
        using var pool = new WorkerPool(threads);
        var model = load(pool);
        await using var server = await PredictionServer.StartAsync(model, options, cancellationToken);
        Console.Out.WriteLine($"{model.Name} ({string.Join(", ", model.Labels.Concat(model.Targets))}) at {server.Address}");
        if (!server.Address.IsLoopback)
        {
            Console.Out.WriteLine("Everyone who reaches this machine can use it; there is no login and no encryption.");
        }

        if (options.RejectBelow is > 0 and var threshold)
        {
            var bought = new AnswerOptions { RejectBelow = threshold }.Describe(model);
            Wrapped.Write(
                FormattableString.Invariant($"Clips whose most probable label has less than {threshold} are rejected (reject_below). {bought}"),
                0,
                Console.Out);
        }

        Console.Out.WriteLine("Ctrl-C ends it.");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.Out.WriteLine("Ending: requests that are being worked on have five seconds.");
        return ExitCodes.Done;
    }
}
