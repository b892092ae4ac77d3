// MLflow.

Takes("Sync", "to");
Task("Sync")
    .Description("Sends to the MLflow server (--to=URI or MLFLOW_TRACKING_URI) what it lacks: undelivered values, and the runs of mlruns/.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = new ProcessArgumentBuilder().AppendQuoted("sync");
    if (HasArgument("to"))
    {
        arguments.AppendQuoted($"--to={Argument<string>("to")}");
    }

    Bakeoff(arguments);
});

Takes("Ui", "experiment", "port", "sqlite", "no-browser");
Task("Ui")
    .Description("Opens MLflow's pages on the runs, with the mlflow, uvx or pipx found here; --experiment=NAME, --port=N, --sqlite, --no-browser.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = new ProcessArgumentBuilder().Append("ui").AppendQuoted(settings.Name);
    if (HasArgument("port"))
    {
        arguments.AppendQuoted($"--port={Argument<string>("port")}");
    }

    foreach (var flag in new[] { "sqlite", "no-browser" }.Where(HasArgument))
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
