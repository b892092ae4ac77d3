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
        var defaults = new ServerOptions();
        var host = new Option<string>("--host")
        {
            Description = "Address to listen on: an IP address, localhost, or * for all. Only 127.0.0.1 and localhost keep others out.",
            DefaultValueFactory = _ => defaults.Host,
            HelpName = "address",
        };
        var port = new Option<int>("--port")
        {
            Description = "Port to listen on; 0 for any free one.",
            DefaultValueFactory = _ => defaults.Port,
            HelpName = "number",
        };
        var megabytes = new Option<int>("--max-megabytes")
        {
            Description = "Largest recording taken.",
            DefaultValueFactory = _ => defaults.MaxMegabytes,
            HelpName = "MB",
        };
        var seconds = new Option<double>("--max-seconds")
        {
            Description = "Longest recording taken.",
            DefaultValueFactory = _ => defaults.MaxSeconds,
            HelpName = "seconds",
        };
        var timeout = new Option<double>("--timeout")
        {
            Description = "Seconds that a request may take, its sending included.",
            DefaultValueFactory = _ => defaults.TimeoutSeconds,
            HelpName = "seconds",
        };
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "Predictions at once. Default: one a processor.",
            DefaultValueFactory = _ => defaults.Concurrency,
            HelpName = "count",
        };
        var queue = new Option<int>("--queue")
        {
            Description = "Requests that wait for their turn before others are sent away with 503.",
            DefaultValueFactory = _ => defaults.Queue,
            HelpName = "count",
        };
        port.TakesNumber();
        megabytes.TakesNumber();
        seconds.TakesNumber();
        timeout.TakesNumber();
        concurrency.TakesNumber();
        queue.TakesNumber();
        foreach (var option in new Option[] { host, port, megabytes, seconds, timeout, concurrency, queue })
        {
            command.Options.Add(option);
        }

        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var options = new ServerOptions
                {
                    Host = parsed.GetValue(host)!,
                    Port = parsed.GetValue(port),
                    MaxMegabytes = parsed.GetValue(megabytes),
                    MaxSeconds = parsed.GetValue(seconds),
                    TimeoutSeconds = parsed.GetValue(timeout),
                    Concurrency = parsed.GetValue(concurrency),
                    Queue = parsed.GetValue(queue),
                    RejectBelow = model.RejectBelow(parsed, parsed.GetValue(name)),
                };
                foreach (var problem in options.Validate())
                {
                    Console.Error.WriteLine($"bakeoff: --{problem.Key} {problem.Message} See '{CommandName.Typed} serve --help'.");
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
