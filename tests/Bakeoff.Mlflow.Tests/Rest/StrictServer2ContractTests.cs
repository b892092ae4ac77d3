namespace Bakeoff.Mlflow.Tests.Rest;

/// <summary>The contract with MLflow 2.</summary>
public sealed class StrictServer2ContractTests() : StrictServerContractTests(2);
