// MLflow.

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

    var exitCode = StartProcess("dotnet", new ProcessSettings { Arguments = BakeoffCommand(arguments) });
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"sync ended with exit code {exitCode}; its message is above.");
    }
});
