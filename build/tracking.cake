// MLflow.

Takes("Sync", "to", "from", "restore");
Task("Sync")
    .Description("Sends to the MLflow server (--to=URI or MLFLOW_TRACKING_URI) what it lacks: undelivered values (also of --from=URI), and the runs of mlruns/; --restore.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = new ProcessArgumentBuilder().AppendQuoted("sync");
    foreach (var name in new[] { "to", "from" }.Where(HasArgument))
    {
        arguments.AppendQuoted($"--{name}={Argument<string>(name)}");
    }

    if (HasArgument("restore"))
    {
        arguments.Append("--restore");
    }

    Bakeoff(arguments);
});

Takes("Ui", "experiment", "port", "folder", "no-browser");
Task("Ui")
    .Description("Opens MLflow's pages on the runs, with the mlflow, uvx or pipx found here; --experiment=NAME, --port=N, --folder, --no-browser.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = new ProcessArgumentBuilder().Append("ui").AppendQuoted(settings.Name);
    if (HasArgument("port"))
    {
        arguments.AppendQuoted($"--port={Argument<string>("port")}");
    }

    foreach (var flag in new[] { "folder", "no-browser" }.Where(HasArgument))
    {
        arguments.Append($"--{flag}");
    }

    Bakeoff(arguments);
});

Takes("Register", ExperimentOptions);
Task("Register")
    .Description("Registers a finished experiment's model in MLflow as tracking.register asks, if it beats the present one.")
    .IsDependentOn("Build")
    .Does(() => Bakeoff(settings.Arguments("register")));
