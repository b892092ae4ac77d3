// Using a trained model. The command does the work; these tasks pass on what was typed.

/// <summary>The model that was asked for: an experiment's, or a folder's. Without either, the command says which there are.</summary>
ProcessArgumentBuilder ModelArguments(string command)
{
    var arguments = new ProcessArgumentBuilder().Append(command);
    foreach (var name in new[] { "model", "experiment" }.Where(HasArgument))
    {
        arguments.AppendQuoted($"--{name}={Argument<string>(name)}");
    }

    foreach (var set in settings.Sets)
    {
        arguments.AppendQuoted($"--set={set}");
    }

    return arguments;
}

void AppendOptions(ProcessArgumentBuilder arguments, params string[] names)
{
    foreach (var name in names.Where(HasArgument))
    {
        arguments.AppendQuoted($"--{name}={Argument<string>(name)}");
    }
}

Takes("Predict", "experiment", "set", "model", "fold", "threads", "input", "window", "step", "course", "json", "csv");
Task("Predict")
    .Description("Says which emotion a trained model hears: --input=FILE, FOLDER or 'PATTERN' (may repeat); --json, --csv, --window, --step, --course, --fold, --model=FOLDER.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = ModelArguments("predict");
    foreach (var input in Arguments<string>("input", Array.Empty<string>()))
    {
        arguments.AppendQuoted($"--input={input}");
    }

    AppendOptions(arguments, "window", "step", "course", "fold", "threads");
    foreach (var flag in new[] { "json", "csv" }.Where(HasArgument))
    {
        arguments.Append($"--{flag}");
    }

    Bakeoff(arguments);
});

Takes("Serve", "experiment", "set", "model", "fold", "threads", "port", "host", "max-megabytes", "max-seconds", "timeout", "concurrency", "queue");
Task("Serve")
    .Description("Serves a trained model over HTTP until Ctrl-C: --port, --host, --max-megabytes, --max-seconds, --timeout, --concurrency, --queue, --fold, --model=FOLDER.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = ModelArguments("serve");
    AppendOptions(arguments, "port", "host", "max-megabytes", "max-seconds", "timeout", "concurrency", "queue", "fold", "threads");
    Bakeoff(arguments);
});
