#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Installs, updates or removes a silo with an NVIDIA GPU as a Windows service.

.DESCRIPTION
Publishes src/IsacCluster.Cli with the flavour cuda-windows (or takes a folder that was published elsewhere), installs it below
Program Files, and registers it as a service under its own virtual account. The service restarts after a failure. The firewall lets only the
given addresses in. Secrets are asked for, or kept if they exist, in files that only the service account and administrators can read.
Run it again to update. Secrets are never arguments of a process, so no list of processes and no event log shows them.

.EXAMPLE
.\install-windows-gpu-node.ps1 -Name gpu-1 -Cluster isac -Store store.example.org:6379 -Advertise 192.0.2.21 -ClusterAddresses 192.0.2.0/24

.EXAMPLE
.\install-windows-gpu-node.ps1 -Name gpu-1 -Uninstall
#>
[CmdletBinding(DefaultParameterSetName = 'Install', SupportsShouldProcess)]
param(
    # Name of the silo; the service is isac-silo-NAME.
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9-]{0,40}$')] [string] $Name,

    [Parameter(Mandatory, ParameterSetName = 'Install')] [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$')] [string] $Cluster,

    # Host and port of the store.
    [Parameter(Mandatory, ParameterSetName = 'Install')] [ValidatePattern('^[A-Za-z0-9.-]+:[0-9]{1,5}$')] [string] $Store,

    [Parameter(ParameterSetName = 'Install')] [switch] $StoreTls,

    # Address of this machine in the network of the cluster: the silo listens on it and tells it to the others.
    [Parameter(Mandatory, ParameterSetName = 'Install')]
    [ValidateScript({ $null -ne ($_ -as [System.Net.IPAddress]) })] [string] $Advertise,

    # Addresses or subnets of silos and clients, for the silo and gateway ports.
    [Parameter(Mandatory, ParameterSetName = 'Install')] [ValidateNotNullOrEmpty()] [ValidatePattern('^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$')]
    [string[]] $ClusterAddresses,

    # Addresses that may ask the HTTP endpoint; none by default.
    [Parameter(ParameterSetName = 'Install')] [ValidatePattern('^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$')] [string[]] $MonitoringAddresses = @(),

    [Parameter(ParameterSetName = 'Install')] [ValidateRange(1, 65535)] [int] $Port = 11111,
    [Parameter(ParameterSetName = 'Install')] [ValidateRange(1, 65535)] [int] $GatewayPort = 30000,
    [Parameter(ParameterSetName = 'Install')] [ValidateRange(1, 65535)] [int] $HttpPort = 8080,

    [Parameter(ParameterSetName = 'Install')] [ValidatePattern('^(cpu|cuda)=[0-9]+(,(cpu|cuda)=[0-9]+)?$')]
    [string] $Slots = 'cpu=4,cuda=1',

    # Seconds to finish tasks when the service stops.
    [Parameter(ParameterSetName = 'Install')] [ValidateRange(0, 600)] [int] $Grace = 30,

    # Shared folder of datasets, trainings and reports; on a share, give the computer account access.
    [Parameter(ParameterSetName = 'Install')] [ValidateNotNullOrEmpty()]
    [string] $DataFolder = (Join-Path $env:ProgramData 'IsacCluster\data'),

    # OpenTelemetry collector.
    [Parameter(ParameterSetName = 'Install')] [ValidatePattern('^https?://[A-Za-z0-9.:\[\]-]+/?$')] [string] $Otlp,

    # A folder that `dotnet publish` made elsewhere; without it the script publishes from its own clone.
    [Parameter(ParameterSetName = 'Install')] [ValidateScript({ Test-Path (Join-Path $_ 'isac.exe') })] [string] $PublishedFolder,

    # Asks for the four secrets again although their files exist.
    [Parameter(ParameterSetName = 'Install')] [switch] $RenewSecrets,

    # Removes service, firewall rules, program and secrets; data stay.
    [Parameter(Mandatory, ParameterSetName = 'Uninstall')] [switch] $Uninstall
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$serviceName = "isac-silo-$Name"
$serviceAccount = "NT SERVICE\$serviceName"
$programFolder = Join-Path $env:ProgramFiles "IsacCluster\$Name"
$secretFolder = Join-Path $env:ProgramData "IsacCluster\secrets\$Name"
$firewallGroup = "IsacCluster $Name"
$serviceKey = "HKLM:\SYSTEM\CurrentControlSet\Services\$serviceName"
$secretNames = @('store-password', 'cluster-secret', 'http-token', 'submit-token')

function Invoke-Native([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with exit code $LASTEXITCODE." }
}

function Stop-Silo {
    $service = Get-Service -Name $serviceName -ErrorAction SilentlyContinue
    if ($null -ne $service -and $service.Status -ne 'Stopped') {
        Stop-Service -Name $serviceName
        $service.WaitForStatus('Stopped', [TimeSpan]::FromMinutes(12))
    }
}

function Remove-Silo {
    Stop-Silo
    if (Get-Service -Name $serviceName -ErrorAction SilentlyContinue) { Invoke-Native 'sc.exe' @('delete', $serviceName) }
    Get-NetFirewallRule -Group $firewallGroup -ErrorAction SilentlyContinue | Remove-NetFirewallRule
    foreach ($folder in @($programFolder, $secretFolder)) {
        if (Test-Path $folder) { Remove-Item -Path $folder -Recurse -Force }
    }
}

function Publish-Silo {
    if ($PublishedFolder) { return (Resolve-Path $PublishedFolder).Path }
    $project = Join-Path (Split-Path $PSScriptRoot -Parent) 'src\IsacCluster.Cli'
    $output = Join-Path ([System.IO.Path]::GetTempPath()) "isac-publish-$([guid]::NewGuid().ToString('N'))"
    Invoke-Native 'dotnet' @('publish', $project, '-c', 'Release', '-r', 'win-x64', '--no-self-contained',
        '-p:TorchFlavor=cuda-windows', '-o', $output) | Out-Host
    return $output
}

function Copy-Program([string] $Published) {
    New-Item -ItemType Directory -Path $programFolder -Force | Out-Null
    & 'robocopy.exe' $Published $programFolder '/MIR' '/NFL' '/NDL' '/NJH' '/NJS' '/NP' | Out-Null
    # 1 to 7 say what was copied, 8 and above that something was not.
    if ($LASTEXITCODE -ge 8) { throw "robocopy.exe ended with exit code $LASTEXITCODE." }
}

# Full control for administrators and the system, reading for the service, nothing for anyone else, nothing inherited.
function Protect-SecretFolder {
    New-Item -ItemType Directory -Path $secretFolder -Force | Out-Null
    Invoke-Native 'icacls.exe' @($secretFolder, '/inheritance:r', '/grant:r', '*S-1-5-32-544:(OI)(CI)F', '*S-1-5-18:(OI)(CI)F',
        "${serviceAccount}:(OI)(CI)R") | Out-Null
}

# Silos of one machine share the folder, so the right is added to what is there.
function Open-DataFolder {
    if ($DataFolder.StartsWith('\\')) {
        $computer = "$env:USERDOMAIN\$env:COMPUTERNAME`$"
        Write-Warning "$DataFolder is a share: give the account of this computer ($computer) the right to change it."
        return
    }
    New-Item -ItemType Directory -Path $DataFolder -Force | Out-Null
    Invoke-Native 'icacls.exe' @($DataFolder, '/grant', "${serviceAccount}:(OI)(CI)M") | Out-Null
}

function Save-Secret([string] $SecretName) {
    $file = Join-Path $secretFolder $SecretName
    if ((Test-Path $file) -and -not $RenewSecrets) { return }
    $secret = Read-Host -Prompt "$SecretName of cluster $Cluster" -AsSecureString
    if ($secret.Length -lt 16) { throw "$SecretName needs at least 16 characters." }
    $pointer = [System.Runtime.InteropServices.Marshal]::SecureStringToGlobalAllocUnicode($secret)
    try {
        [System.IO.File]::WriteAllText($file, [System.Runtime.InteropServices.Marshal]::PtrToStringUni($pointer))
    }
    finally {
        [System.Runtime.InteropServices.Marshal]::ZeroFreeGlobalAllocUnicode($pointer)
    }
}

function Get-SiloArguments {
    $arguments = @('silo', '--cluster', $Cluster, '--store', $Store, '--name', $Name, '--bind', $Advertise, '--advertise', $Advertise,
        '--port', $Port, '--gateway-port', $GatewayPort, '--http', $HttpPort, '--slots', $Slots, '--data', $DataFolder, '--grace', $Grace,
        '--allow-command', 'none')
    if ($StoreTls) { $arguments += '--store-tls' }
    if ($Otlp) { $arguments += @('--otlp', $Otlp, '--trace-ratio', '0.01') }
    return $arguments
}

function Register-Silo {
    # A backslash before the closing quote would escape it.
    $quoted = Get-SiloArguments | ForEach-Object { if ("$_" -match '\s') { '"' + ("$_" -replace '(\\+)$', '$1$1') + '"' } else { "$_" } }
    $command = '"' + (Join-Path $programFolder 'isac.exe') + '" ' + ($quoted -join ' ')
    if (-not (Get-Service -Name $serviceName -ErrorAction SilentlyContinue)) {
        New-Service -Name $serviceName -BinaryPathName $command -DisplayName "IsacCluster silo $Name" -StartupType Automatic `
            -Description "A silo of the cluster $Cluster." | Out-Null
    }
    # New-Service cannot change an existing service, and sc.exe would need nested quotes for the command.
    Set-ItemProperty -Path $serviceKey -Name 'ImagePath' -Value $command
    Invoke-Native 'sc.exe' @('config', $serviceName, 'obj=', $serviceAccount) | Out-Null
    Invoke-Native 'sc.exe' @('sidtype', $serviceName, 'unrestricted') | Out-Null
    Invoke-Native 'sc.exe' @('failure', $serviceName, 'reset=', '3600', 'actions=', 'restart/2000/restart/10000/restart/60000') | Out-Null
    # Recovery also after an exit with an error code, not only after a crash.
    Invoke-Native 'sc.exe' @('failureflag', $serviceName, '1') | Out-Null
}

function Set-SecretFiles {
    $environment = @(
        "ISAC_STORE_PASSWORD_FILE=$(Join-Path $secretFolder 'store-password')",
        "ISAC_CLUSTER_SECRET_FILE=$(Join-Path $secretFolder 'cluster-secret')",
        "ISAC_HTTP_TOKEN_FILE=$(Join-Path $secretFolder 'http-token')",
        "ISAC_SUBMIT_TOKEN_FILE=$(Join-Path $secretFolder 'submit-token')")
    New-ItemProperty -Path $serviceKey -Name 'Environment' -PropertyType MultiString -Value $environment -Force | Out-Null
}

function Set-Firewall {
    Get-NetFirewallRule -Group $firewallGroup -ErrorAction SilentlyContinue | Remove-NetFirewallRule
    $rule = @{ Group = $firewallGroup; Direction = 'Inbound'; Action = 'Allow'; Protocol = 'TCP'; Profile = 'Domain,Private'
        Program = (Join-Path $programFolder 'isac.exe') }
    New-NetFirewallRule @rule -DisplayName "$serviceName silo" -LocalPort $Port -RemoteAddress $ClusterAddresses | Out-Null
    New-NetFirewallRule @rule -DisplayName "$serviceName gateway" -LocalPort $GatewayPort -RemoteAddress $ClusterAddresses | Out-Null
    if ($MonitoringAddresses.Count -gt 0) {
        New-NetFirewallRule @rule -DisplayName "$serviceName http" -LocalPort $HttpPort -RemoteAddress $MonitoringAddresses | Out-Null
    }
}

if ($Uninstall) {
    if ($PSCmdlet.ShouldProcess($serviceName, 'Uninstall')) { Remove-Silo }
    return
}

if (@($Port, $GatewayPort, $HttpPort | Select-Object -Unique).Count -ne 3) { throw 'Port, GatewayPort and HttpPort must differ.' }
if (-not $PSCmdlet.ShouldProcess($serviceName, 'Install')) { return }

$published = Publish-Silo
Stop-Silo
Copy-Program $published
Register-Silo
Protect-SecretFolder
foreach ($secretName in $secretNames) { Save-Secret $secretName }
Set-SecretFiles
Open-DataFolder
Set-Firewall
Start-Service -Name $serviceName
(Get-Service -Name $serviceName).WaitForStatus('Running', [TimeSpan]::FromMinutes(2))
Write-Output "$serviceName runs. Readiness: http://${Advertise}:$HttpPort/readyz"
